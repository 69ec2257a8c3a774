def f(a, b, c):
    a, b = b, a
    print(a, b)
    a, b, c = c, a, b
    print(a, b, c)
    a, b = a + b, a - b
    print(a, b)
    (a, b), c = (c, a), b
    print(a, b, c)
    [a, b] = b, a
    print(a, b)
    x = [1, 2, 3]
    x[0], x[2] = x[2], x[0]
    i = 0
    i, x[i] = 2, "new"
    print(x, i)
    a = b = c = [a]
    print(a is b is c)
    a, b = c = b, 7
    print(a, b, c)
    x, y = 1, None
    x, y = y, x
    return x, y


print(f(1, 2, 3))
p, q = 1, 2
p, q = q, p
print(p, q)


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


print(fibonacci(50))


def cells(a, b):
    def g():
        return a, b
    a, b = b, a
    return g()


print(cells(1, 2))
