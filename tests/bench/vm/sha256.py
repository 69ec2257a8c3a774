"""SHA-256 of a message, with masks on ordinary ints."""


def primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def root_bits(p, power):
    lo, hi = 0, p << 32
    while lo < hi - 1:
        mid = (lo + hi) // 2
        if mid ** power <= p << (32 * power):
            lo = mid
        else:
            hi = mid
    return lo & 0xFFFFFFFF


K = [root_bits(p, 3) for p in primes(64)]
H = [root_bits(p, 2) for p in primes(8)]


def rotr(x, n):
    return (x >> n | x << (32 - n)) & 0xFFFFFFFF


def sha256(message):
    size = len(message)
    message += b"\x80" + b"\0" * ((55 - size) % 64) + (size * 8).to_bytes(8, "big")
    state = list(H)
    for at in range(0, len(message), 64):
        w = [int.from_bytes(message[at + i:at + i + 4], "big") for i in range(0, 64, 4)]
        for i in range(16, 64):
            x, y = w[i - 15], w[i - 2]
            s0 = rotr(x, 7) ^ rotr(x, 18) ^ (x >> 3)
            s1 = rotr(y, 17) ^ rotr(y, 19) ^ (y >> 10)
            w.append((w[i - 16] + s0 + w[i - 7] + s1) & 0xFFFFFFFF)
        a, b, c, d, e, f, g, h = state
        for i in range(64):
            s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)
            t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) & 0xFFFFFFFF
            s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)
            t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & 0xFFFFFFFF
            h, g, f, e, d, c, b, a = g, f, e, (d + t1) & 0xFFFFFFFF, c, b, a, (t1 + t2) & 0xFFFFFFFF
        state = [(x + y) & 0xFFFFFFFF for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)


print(sha256(b"abc").hex())
print(sha256(b"krait" * 15000).hex())
