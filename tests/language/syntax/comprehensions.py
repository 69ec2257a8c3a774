print([i for i in range(5)], {i % 3 for i in range(9)}, {i: i * i for i in range(3)}, list(i for i in "ab"))
print([i + j for i in "ab" for j in "cd" if i + j != "bc"], [[i * j for i in range(3)] for j in range(3)])
print([i for i in range(20) if i % 2 if i % 3], [(i, j) for i in range(3) for j in range(i)])
print([a + b for a, b in zip("ab", "cd")], [x for x, *_ in ["abc", "de"]], {k: v for k, v in {"a": 1}.items()})
i = "kept"
print([i for i in range(2)], i)
print([lambda: x for x in range(3)][0](), [f() for f in [lambda x=x: x for x in range(3)]])


def f(n):
    x = [n for n in range(n)]
    y = [n + k for k in x if k != n]
    z = [[n, k, m] for k in x for m in [k, n]]
    g = (n * k for k in x)
    n = 100
    return x, y, z, list(g), n


print(f(3))


def same_name(x):
    return [x for x in x if x], [[x for x in x] for x in [x, x]], x


print(same_name([0, 1, 2]))


def early():
    try:
        return [y for x in (1, 2) if y > 0 for y in (1, 2)]
    except NameError as e:
        return type(e).__name__


print(early(), early())
print([x if x else y for x in (0, 1) for y in (5, 6)], [x for x in (1, 2, 3) if x not in (2,)])
print({x: [y for y in range(x)] for x in range(3)}, {(x, y) for x in "a" for y in "bc"} == {("a", "b"), ("a", "c")})
print([x for x in [1, 2, 3] if (lambda: x > 1)()], [*(x for x in "ab"), *[y for y in "cd"]])


class C:
    a = [1, 2]
    b = [x * 2 for x in a]
    c = {x: y for x in a for y in "z"}
    d = sum(x for x in a)
    e = [(lambda: x)() for x in a]


print(C.b, C.c, C.d, C.e, hasattr(C, "x"))
o = C()
print([o.t for o.t in "pq"], o.t, [d for d in [{}] for d["k"] in "z"])
print([1 for _ in range(3) if 0], [1 for _ in () if 1], [[] for i in range(2)])


def captured(n):
    fs = [lambda: (n, v) for v in range(n)]
    gs = [[lambda: v + w for w in range(2)] for v in range(2)]
    return [f() for f in fs], [g() for row in gs for g in row]


print(captured(2), captured(3))


def deep():
    return [[[(a, b, c) for c in range(2)] for b in range(2)] for a in range(1)]


print(deep())
print([x
       for x in range(3)
       if x
       ])
try:
    [x / 0 for x in [1]]
except ZeroDivisionError as e:
    print(e)
try:
    [z for z in 5]
except TypeError as e:
    print(e)
print([print(x, end=" ") for x in "ab"])
