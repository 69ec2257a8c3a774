def make(n):
    def get():
        return n

    def set(v):
        nonlocal n
        n = v

    def both():
        return get(), n
    return get, set, both


g, s, b = make(1)
g2, s2, b2 = make(10)
s(5)
print(g(), b(), g2(), b2())


def levels(a):
    def one(b):
        def two(c):
            def three(d):
                return a, b, c, d
            return three
        return two
    return one


print(levels(1)(2)(3)(4))


def arguments(a, *args, b=1, **kw):
    def show():
        return a, args, b, kw
    a += 1
    args += (9,)
    kw["new"] = b
    return show


print(arguments(1, 2, b=3, c=4)())


def loop():
    fs = []
    for i in range(3):
        def f(j=i):
            return i, j
        fs.append(f)
    return [f() for f in fs]


print(loop())


def recursive(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)
    return fact(n)


print(recursive(10))


def class_inside(x):
    class C:
        y = x
        x = "class"

        def m(self):
            return x, self.y, self.x
    return C().m()


print(class_inside(5))


def comprehension(x):
    return [[(lambda: (x, y, z))() for z in range(2)] for y in range(2)]


print(comprehension(1))


def generator(x):
    def g():
        for i in range(x):
            yield i + x
    return list(g()), list(i + x for i in range(x))


print(generator(3))


def deleted(x):
    def f():
        return x
    del x
    try:
        f()
    except NameError as e:
        print(e)
    x = 2
    return f()


print(deleted(1))


def unbound():
    def f():
        return v
    try:
        return f()
    except NameError as e:
        print(e)
    v = 1


unbound()


def try_name():
    try:
        raise ValueError("v")
    except ValueError as e:
        f = lambda: str(e)
        print(f())


try_name()


def with_names():
    a = 1

    def f(a):
        def g():
            return a
        return g
    return f(2)(), a


print(with_names())
