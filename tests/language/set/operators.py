# & | - ^ and their in-place forms, comparisons.
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a & b), sorted(a | b), sorted(a - b), sorted(b - a), sorted(a ^ b))
f = frozenset(b)
print(type(a & f).__name__, type(f & a).__name__, sorted(f | a), sorted(f - a), a == set(a), f == b, hash(f) == hash(frozenset([5, 4, 3])))
c = set(a)
d = c
c |= {9}
c &= {1, 2, 9}
c -= {1}
c ^= {2, 7}
print(sorted(c), c is d)
c -= c
print(c)
g = frozenset({1})
h = g
g |= {2}
print(sorted(g), sorted(h), g is h)
print({1} < {1, 2}, {1, 2} <= {1, 2}, {1, 2} < {1, 2}, {1, 2} > {1}, {1} >= set(), {1, 2} == {2, 1}, {1} != {2}, {1, 2} <= {1, 3}, {3} < {1, 2}, {3} > {1})
for code in ("{1} | [2]", "{1} & 'a'", "{1} < [1]", "{1} - None", "{1} == [1]", "{1} ^ {2: 3}"):
    try:
        print(eval(code))
    except TypeError as error:
        print(code, "->", error)
try:
    x = {1}
    x |= [2]
except TypeError as error:
    print(error)
