from itertools import chain, groupby, islice, tee

print([(k, list(g)) for k, g in groupby("aaabbca")])
print([(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
print([k for k, g in groupby("aabb")], list(groupby([])))
groups = groupby("aabbb")
k1, g1 = next(groups)
print(k1, next(g1))
k2, g2 = next(groups)
print(k2, list(g1), list(g2))
people = sorted([("Ann", 30), ("Bob", 25), ("Cid", 30)], key=lambda p: p[1])
for age, group in groupby(people, key=lambda p: p[1]):
    print(age, [name for name, _ in group])
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a))
a, b, c = tee(iter(range(5)), 3)
print(list(islice(a, 2)), list(b), list(a), list(c), tee([], 0))
a, = tee("xy", 1)
b, c = tee(a)
print(next(b), list(c), list(b))
try:
    tee([], -1)
except ValueError as e:
    print(e)


def source():
    for i in range(3):
        print("read", i)
        yield i


a, b = tee(source())
print(next(a), next(b), next(b), list(a), list(b))
