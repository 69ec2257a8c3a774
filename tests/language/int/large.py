# Long multiplications and divisions against identities.
def number(bits, seed):
    n = 0
    while n.bit_length() < bits:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        n = n << 64 | seed
    return n >> (n.bit_length() - bits)


def mix(n):
    return n % (2**89 - 1)


for bits_a in (100, 1000, 2559, 2560, 2600, 5200, 9000, 20000, 70000):
    for bits_b in (64, 999, 2560, 5119, 8000, 33000):
        a = number(bits_a, bits_b)
        b = number(bits_b, bits_a + 7)
        p = a * b
        ok = mix(p) == mix(mix(a) * mix(b)) and p // a == b and p % a == 0 and p == b * a
        q, r = divmod(p + b - 1, b)
        ok = ok and q == a and r == b - 1
        q, r = divmod(a, b)
        ok = ok and q * b + r == a and 0 <= r < b
        print(bits_a, bits_b, ok, mix(p), mix(q), mix(r), mix(a * a) == mix(mix(a) ** 2))
for bits in (5000, 10001, 40000):
    ones = (1 << bits) - 1
    print(mix(ones * ones), ones * ones == (1 << 2 * bits) - (1 << bits + 1) + 1, (ones * ones + 1) // ones == ones, ones // (1 << bits // 2) == (1 << bits - bits // 2) - 1)
