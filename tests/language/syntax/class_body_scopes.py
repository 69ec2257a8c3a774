x = "g"


def f(x, y):
    class C:
        a = x
        if y:
            x = "bound"
        b = x

        def m(self):
            return x, y

        class D:
            c = x
            z = y

            def n(self):
                return x, __class__.__name__
        l = [x, (lambda: x)(), [x for _ in "a"], {x: y for y in "b"}]
    return C


for y in (0, 1):
    C = f("arg", y)
    print(C.a if hasattr(C, "a") else None, C.b, C().m(), C.D.c, C.D.z, C.D().n(), C.l)


def g():
    z = 1

    class E:
        print(z)
        del_me = 1
        del del_me
        w = [z + i for i in range(3)]
        v = sum(z * i for i in range(3))

        def h(self):
            return z
    z = 2
    return E.w, E.v, E().h()


print(g())


class Outer:
    a = 1

    class Inner:
        try:
            b = a
        except NameError as e:
            b = str(e)
    c = a + 1
    d = lambda self: a


print(Outer.Inner.b, Outer.c)
try:
    Outer().d()
except NameError as e:
    print(e)


class Names:
    for name in ("p", "q"):
        locals()[name] = name.upper()
    try:
        undefined
    except NameError as e:
        msg = str(e)
    global made
    made = "here"
    import math as m
    from math import pi
    with open("class_body_scopes.py") as handle:
        first = handle.readline()
    while True:
        break
    a: int = 5
    b: str


print(Names.p, Names.q, Names.msg, made, Names.m.floor(Names.pi), Names.first, Names.__annotations__)
