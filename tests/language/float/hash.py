# Hashes agree with those of equal ints, and fractions are inverses modulo the same prime.
prime = 2**61 - 1 if hash(2**61 - 1) == 0 else 2**31 - 1


def expected(d):
    n, m = abs(d).as_integer_ratio()
    h = n * pow(m, -1, prime) % prime
    h = -h if d < 0 else h
    return -2 if h == -1 else h


for d in (0.0, -0.0, 1.0, -1.0, -2.0, 0.5, -0.5, 0.1, 1e10, 1e300, 5e-324, 2.0**61, 123.456, -123.456, 1 / 3):
    print(hash(d) == expected(d), hash(d) == hash(int(d)) if d.is_integer() else "")
print(hash(float("inf")), hash(-float("inf")))
