# Methods on pseudo-random texts.
state = 99


def draw(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


letters = ["a", "b", "c", " ", "A", "B", "\xe9", "\u20ac", "\t", "\n", "ab", "1", "\U0001f600", "x,"]


def text(n):
    return "".join(letters[draw(len(letters))] for _ in range(draw(n)))


h = 0
for i in range(2500):
    s, t, u = text(30), text(4), text(3)
    i1, i2 = draw(40) - 20, draw(40) - 20
    out = [s.find(t), s.rfind(t), s.count(t), s.find(t, i1, i2), s.rfind(t, i1, i2), s.count(t, i1, i2), s.replace(t, u), s.replace(t, u, 2), s.split(), s.rsplit(None, 2), s.splitlines(), s.strip(t), s.lstrip(u), s[i1:i2], s[i1:i2:2], s[i2:i1:-1], s.title(), s.swapcase(), s.capitalize(), s.center(i1 + 20), s.zfill(i2), s.expandtabs(3), s.startswith(t), s.endswith(u, i1), s + t, s * draw(4), repr(s), s < t, t in s, s.upper(), s.casefold(), len(s), s.encode("utf-8"), s.encode("ascii", "replace"), s.istitle(), s.isalnum()]
    if t:
        out += [s.split(t), s.rsplit(t, 1), s.partition(t), s.rpartition(t)]
    for c in ascii(out):
        h = (h * 31 + ord(c)) % 1000000007
    if i % 250 == 0:
        print(i, h, ascii(s))
print(h)
