# Many keys: growth, deletion, reinsertion, mixed kinds.
d = {}
for i in range(20000):
    d[i * 7919 % 100003] = i
print(len(d), sum(d.values()), d[7919], 5 in d)
for i in range(0, 20000, 2):
    del d[i * 7919 % 100003]
print(len(d), sum(d))
for i in range(20000):
    d["s%d" % i] = i
print(len(d), d["s19999"])
for i in range(20000):
    d[float(i) + 0.5] = i
    d[(i, i + 1)] = i
print(len(d), d[7.5], d[(100, 101)], d.get((101, 100)))
kinds = {}
for key in d:
    kinds[type(key).__name__] = kinds.get(type(key).__name__, 0) + 1
print(kinds)
for key in list(d):
    if not isinstance(key, int):
        d.pop(key)
print(len(d))
powers = {1 << (4 * i): i for i in range(60)}
print(len(powers), powers[1 << 200], powers[16])
multiples = {i << 20: i for i in range(3000)}
print(sum(multiples[i << 20] for i in range(3000)))
while multiples:
    multiples.popitem()
print(multiples)
