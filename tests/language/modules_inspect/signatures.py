import functools
import inspect


def f(a, /, b, c=3, *args, d, e="x", **kw):
    pass


class C:
    def __init__(self, x, y=2):
        pass

    def m(self, z):
        pass

    def __call__(self, q):
        pass


class N:
    def __new__(cls, p):
        return object.__new__(cls)


class Plain:
    pass


for thing in (f, C, C(1), C.m, C(1).m, N, Plain, lambda *, k: 0, lambda: 0, functools.partial(f, 1, c=4), functools.partial(C.m, z=1)):
    print(inspect.signature(thing))
s = inspect.signature(f)
print(list(s.parameters), [str(p.kind) for p in s.parameters.values()], s.parameters["c"].default, s.parameters["a"].default is inspect.Parameter.empty)
print(repr(s.parameters["d"]), str(s.parameters["kw"]), s == inspect.signature(f), s.parameters["a"].kind == inspect.Parameter.POSITIONAL_ONLY)
b = s.bind(1, 2, 5, 6, d=7, z=8)
print(b.args, b.kwargs, dict(b.arguments))
b = s.bind(1, 2, d=3)
b.apply_defaults()
print(dict(b.arguments))
for args, kwargs in (((), {}), ((1,), {"b": 2}), ((1, 2), {"b": 3, "d": 1})):
    try:
        s.bind(*args, **kwargs)
    except TypeError as error:
        print(error)
print(inspect.getfullargspec(f), inspect.getcallargs(C.m, 1, 2))


def deco(g):
    @functools.wraps(g)
    def wrapper(*args, **kwargs):
        return g(*args, **kwargs)

    return wrapper


print(inspect.signature(deco(f)), inspect.unwrap(deco(f)) is f)
try:
    inspect.signature(3)
except TypeError as error:
    print(error)
