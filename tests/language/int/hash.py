# Equal numbers have equal hashes. Needs 64-bit words.
for n in (0, 1, -1, -2, 2**31, 2**61 - 1, 2**61 - 2, 2**61, -(2**61), -(2**61) + 1, 2**64, 10**30, -(10**30), 3**200):
    print(hash(n), hash(n) == hash(float(n)) or float(n) != n)
print(hash(True), hash(False), hash(1.0) == hash(1), hash(2**80) == hash(2.0**80))
d = {1: "one", 2**70: "big"}
print(d[True], d[1.0], d[2.0**70])
