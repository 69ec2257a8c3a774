# __annotations__ is a dict of the function's own: it can be changed, replaced and deleted.
def f(a: int, b: "x", /, c: list, d=5, *args: str, e: float = 2, g, **kw: dict) -> None:
    pass


print(f.__annotations__)
print(f.__annotations__ is f.__annotations__)


def h():
    pass


print(h.__annotations__, (lambda x: x).__annotations__)
h.__annotations__["a"] = 1
print(h.__annotations__)
h.__annotations__ = {"z": 2}
print(h.__annotations__)
del h.__annotations__
print(h.__annotations__)
try:
    h.__annotations__ = 5
except TypeError as e:
    print(e)
f.__name__ = "other"
f.__doc__ = "text"
print(f.__name__, f.__doc__, sorted(f.__annotations__))


def made(n):
    def inner(x: n) -> n + 1:
        return x

    return inner


one, two = made(1), made(2)
two.__annotations__["x"] = "changed"
print(one.__annotations__, two.__annotations__)


def gen(x: int) -> str:
    yield x


print(gen.__annotations__, list(gen(4)))
