def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n
    return up, get


up, get = counter()
up()
up(5)
print(get())


def deep():
    x = "a"

    def one():
        y = "b"

        def two():
            nonlocal x, y
            x += "!"
            y += "?"
            return x, y
        print(two(), y)
    one()
    one()
    return x


print(deep())


def in_class():
    v = 1

    class C:
        nonlocal v
        v = 2
        w = v

        def m(self):
            nonlocal v
            v += 1
            return v
    return C().m(), v, C.w, hasattr(C, "v")


print(in_class())


def loops():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    return [f() for f in fs]


print(loops())


def deletes():
    x = 1

    def d():
        nonlocal x
        del x
    d()
    try:
        return x
    except NameError as e:
        return type(e).__name__


print(deletes())


def late():
    def f():
        return later
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    later = 5
    return f()


print(late())


def for_target():
    def f():
        nonlocal i
        for i in range(4):
            pass
    i = None
    f()
    return i


print(for_target())
