g = (i * i for i in range(4))
print(next(g), list(g), list(g))
print(sum(i for i in range(5)), max((i, -i) for i in range(3)), "".join(c.upper() for c in "abc"))
x = [1, 2]
g = (i for i in x)
x = [3]
print(list(g))
x = 10
g = (i + x for i in range(2))
x = 20
print(list(g))
try:
    (i for i in 5)
except TypeError as e:
    print("at once:", e)


def f(n):
    return (n + k for k in range(n)), ((n, k, j) for k in range(2) for j in range(n) if k != j)


a, b = f(2)
print(list(a), list(b))
print(list((x, y) for x in "ab" for y in x * 2), all(i < 3 for i in range(3)), any(i > 5 for i in []))
print((i for i in ()).__class__.__name__, (i for i in ()).__name__, set(i % 2 for i in range(5)))
print(list(x for x in (y for y in (z for z in range(3)))))
nested = ((i for i in range(j)) for j in range(3))
print([list(n) for n in nested])


def capture():
    return list((lambda: i) for i in range(3))


print([h() for h in capture()])


class C:
    v = [1, 2]
    w = list(i for i in v)


print(C.w, dict((k, v) for k, v in [("a", 1)]), sorted((-i for i in range(3)), key=lambda t: t))
g = (i for i in range(3))
g.close()
print(list(g))
print(*(i for i in "xy"), sep="+")
