# Precisions and pseudo-random numbers, as a checksum with samples.
state = 5


def draw():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return state >> 11


h = 0
for i in range(3000):
    d = draw() / 2**53 * float("1e%d" % (draw() % 40 - 20))
    if i % 5 == 0:
        d = (draw() % 10**9) / 10 ** (draw() % 9)
    if i % 7 == 0:
        d = (draw() % 2**20) / 2 ** (draw() % 20)
    p = draw() % 22
    out = [format(d, ".%df" % p), format(d, ".%de" % p), format(d, ".%dg" % p), "%.*f" % (p, d), "%g" % d, "%#.*g" % (p, -d), round(d, p - 8), format(d, ".%d" % (p + 1)), f"{d:,.{p}f}"]
    for c in str(out):
        h = (h * 31 + ord(c)) % 1000000007
    if i % 300 == 0:
        print(p, out)
print(h)
