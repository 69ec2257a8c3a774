x = 5
print("a" if x > 3 else "b", "a" if x < 3 else "b")
print(1 if x else 2 if x else 3, 1 if not x else 2 if x else 3)
print((1 if x > 9 else 2) + 3, [i if i % 2 else -i for i in range(4)])
f = lambda n: "neg" if n < 0 else "zero" if n == 0 else "pos"
print(f(-1), f(0), f(1))


def g(a, b):
    a = a if b else a + 1
    b = a if a > 2 else b
    c = (a, b) if a and b else None
    if (a if b else not a):
        c = c, "taken"
    return a, b, c


print(g(1, 0), g(3, 4), g(0, 0))
print((yes := 1) if True else 2, 1 if False else 2)
print("x" if None is None else "y")
