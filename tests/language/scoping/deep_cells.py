# Cells through several functions, shared, rebound and deleted.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def outer():
    a = b = 1
    def middle():
        nonlocal b
        c = a
        def inner(d):
            nonlocal a, c
            a, c, e = d, a, b
            return lambda: (a, b, c, d, e)
        b = 2
        return inner
    m = middle()
    one, two = m(10), m(20)
    return one(), two(), a, b


print(outer())
def deleted():
    x = 1
    def f(): return x
    print(f())
    del x
    print(attempt(f))
    x = 2
    return f()
print(deleted())
def loops():
    return [f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]]
print(loops())
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up, lambda: n
up, get = counter()
up(), up()
print(get(), [c.cell_contents for c in up.__closure__], up.__code__.co_freevars)
def argument(x, *y, z=1, **w):
    return lambda: (x, y, z, w)
print(argument(1, 2, z=3, q=4)())
def shadow(x):
    def g():
        x = 5
        return x
    return g(), x
print(shadow(1))
