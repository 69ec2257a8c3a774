# Ranges beyond machine words.
big = 10**20
r = range(big, big + 10, 3)
print(r, len(r), list(r), r[1], r[-1], r[1:3], big + 3 in r, big + 4 in r, r.index(big + 6), list(reversed(r)))
print(range(big)[big - 1], big - 1 in range(big), big in range(big), range(big) == range(0, big), range(0, big, big // 2), list(range(0, big, big // 2)))
print(range(-big, big)[big], range(big, -big, -1)[5], range(big)[::-1], range(big)[10:20])
try:
    print(len(range(big)))
except OverflowError as error:
    print("OverflowError", error)
print(hash(range(big)) == hash(range(big)), bool(range(big)), range(big).count(5))
m = 2**62
print(list(range(m - 2, m + 3)), list(range(-m - 2, -m + 2)), list(range(m + 1, m - 2, -2)), len(range(m - 2, m + 3)))
print(list(range(2**63 - 2, 2**63 + 1)), list(reversed(range(2**63 - 2, 2**63 + 1))), range(0, 2**64, 2**63)[1])
it = iter(range(big, big + 2))
print(it.__length_hint__(), next(it), next(it), next(it, "end"))
it = iter(range(3))
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
