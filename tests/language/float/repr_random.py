# Pseudo-random bit patterns, printed and read back. Needs 64-bit words.
state = 7


def draw():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return state >> 11


bad = 0
h = 0
for i in range(3000):
    m = draw()
    e = draw() % 640 - 340
    d = (m / 2**53) * float("1e%d" % max(min(e, 300), -300))
    if i % 3 == 0:
        d = float(m % 10**8) / 10 ** (m % 7)
    s = repr(d)
    if float(s) != d:
        bad += 1
    for c in s:
        h = (h * 31 + ord(c)) % 1000000007
    if i % 100 == 0:
        print(s)
print(bad, h)
