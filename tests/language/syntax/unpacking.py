a, b = [1, 2]
a, = (5,)
print(a, b)
first, *rest = "hello"
print(first, rest)
*init, last = range(4)
print(init, last)
x, *y, z = 1, 2
print(x, y, z)
(a, [b, *c]), d = (1, [2, 3, 4]), 5
print(a, b, c, d)
for i, (j, *k) in [(1, "ab"), (2, "cde")]:
    print(i, j, k)
[p, q] = {"k": 1, "l": 2}
print(p, q)
() = []
[] = ()
for bad in ([1], [1, 2, 3], 5, {}):
    try:
        m, n = bad
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    m, n, *o = [1]
except ValueError as e:
    print(e)


def gen():
    yield 1
    yield 2
    yield 3


def local():
    a, b, c = gen()
    try:
        a, b = gen()
    except ValueError as e:
        print(e)
    return a, b, c


print(local())


class C:
    pass


o = C()
o.x, o.y = 1, 2
d = {}
d["a"], *d["b"] = "xyz"
print(o.x, o.y, d)
a = [1, 2, 3]
a[1:], a[0] = [7, 8], 6
print(a)
print([*a, *"xy", *range(2)], (*a,), {*a, *a} == {6, 7, 8}, {**d, "c": 3, **{"a": 0}})
