# Keys that are equal although their types differ.
d = {1: "one"}
print(d[1.0], d[True], 1.0 in d, True in d, d.get(1 + 0j))
d[True] = "changed"
d[2.0] = "two"
print(d, d[2], list(d)[1])
d[0] = "zero"
print(d[False], d[-0.0], d[0.0], False in d)
d[2**100] = "big"
print(d[2**100], d[float(2**100)], 2**100 + 1 in d)
d[-1] = "m1"
d[-2] = "m2"
print(d[-1], d[-2], d[-1.0], hash(-1) == hash(-2))
nan = float("nan")
d[nan] = "nan"
print(d[nan], float("nan") in d)
e = {True: "t", False: "f"}
print(e[1], e[0], e, 1 in e, 2 in e, e.pop(1), e)
for big in (2**61 - 1, 2**61, 2**62, 2**63, -(2**61 - 1), -(2**62), 2**64 - 1):
    f = {big: 1}
    print(f[big], f.get(float(big)), f.get(big - 1), f.get(-big))
g = {}
for i in range(-50, 50):
    g[i] = i
for i in range(-50, 50):
    assert g[float(i)] == i and g[i] == i
print(len(g))
