# frozenset: hash, equality, use as a key.
a = frozenset([1, 2, 3])
b = frozenset([3, 2, 1, 1])
print(a == b, hash(a) == hash(b), {a: "x"}[b], len({a, b}), a == {1, 2, 3}, {1, 2, 3} == a, hash(frozenset()) == hash(frozenset()))
nested = {frozenset(), frozenset([frozenset()]), frozenset([1])}
print(len(nested), frozenset() in nested, frozenset([1, 2]) in nested, set() in nested)
hashes = {hash(frozenset(range(n))) for n in range(200)}
print(len(hashes) > 195)
print(hash(frozenset("ab")) == hash(frozenset("ba")), repr(frozenset([1])), repr(frozenset()))


class F(frozenset):
    pass


f = F([1, 2])
f.x = 1
print(f == a & {1, 2}, f.x, type(f | {3}).__name__, type(f.copy()).__name__, hash(f) == hash(frozenset([1, 2])), repr(F([7])))
