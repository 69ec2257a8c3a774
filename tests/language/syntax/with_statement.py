class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        return self.swallow


with M("a") as a:
    print(a)
with M("b"):
    pass
with M("c") as c, M("d") as d:
    print(c, d)
with (M("e") as e, M("f")):
    print(e)
with (
    M("g") as g,
    M("h") as h,
):
    print(g, h)
with M("i", True):
    raise ValueError("swallowed")
try:
    with M("j"), M("k"):
        raise ValueError("out")
except ValueError as x:
    print("caught", x)
with M("l", True), M("m"):
    1 / 0


def f(kind):
    for i in range(2):
        with M("n%d" % i) as n:
            if kind == "return":
                return n
            if kind == "break":
                break
            if kind == "continue":
                continue
            print("body", n)
    return "end"


for kind in ("return", "break", "continue", "none"):
    print(kind, f(kind))
with M("t") as (x, *y):
    print(x, y)
with (M("u")) as u:
    print(u)
with (M("v")):
    print("v")


class O:
    pass


with M("w") as O.attr:
    print(O.attr)
d = {}
with M("x") as d["k"]:
    print(d)


def both():
    with M("outer"):
        try:
            with M("inner"):
                return "value"
        finally:
            print("finally")


print(both())


class NoExit:
    def __enter__(self):
        return 1


for bad in (5, NoExit()):
    try:
        with bad:
            pass
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Raises(M):
    def __exit__(self, *a):
        raise KeyError("from exit")


try:
    with Raises("y"):
        raise ValueError("first")
except KeyError as e:
    print(e, type(e.__context__).__name__)
try:
    with Raises("z"):
        pass
except KeyError as e:
    print(e, e.__context__)
def g():
    with M("gen") as x:
        yield x
        yield 2
it = g()
print(next(it))
it.close()
