# Hashes are the number modulo a Mersenne prime, and equal numbers have equal ones.
prime = 2**61 - 1 if hash(2**61 - 1) == 0 else 2**31 - 1


def expected(n):
    h = abs(n) % prime
    h = -h if n < 0 else h
    return -2 if h == -1 else h


for n in (0, 1, -1, -2, 2**31, 2**31 - 1, 2**61 - 1, 2**61 - 2, 2**61, -(2**61), -(2**61) + 1, 2**64, 10**30, -(10**30), 3**200):
    print(hash(n) == expected(n), hash(n) == hash(float(n)) or float(n) != n)
print(hash(True), hash(False), hash(1.0) == hash(1), hash(2**80) == hash(2.0**80), hash(5), hash(-1), hash(-2))
d = {1: "one", 2**70: "big"}
print(d[True], d[1.0], d[2.0**70])
