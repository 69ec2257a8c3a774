def f(a, b=2, *args, c=3, **kw):
    """Documented."""
    return a


print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__dict__)
f.tag = "x"
f.count = 0
f.count += 1
print(f.tag, f.count, f.__dict__, hasattr(f, "no"))
del f.tag
print(f.__dict__)
f.__name__ = "g"
f.__doc__ = "new"
print(f.__name__, f.__doc__, repr(f).startswith("<function f at"))
f.__qualname__ = "Q.g"
print(repr(f).startswith("<function Q.g at"))
f.__defaults__ = (7,)
print(f.__defaults__)
try:
    f.__name__ = 5
except TypeError as e:
    print(e)
try:
    f.missing
except AttributeError as e:
    print(e)
print(f.__code__.co_name, f.__globals__ is globals(), f.__closure__, (lambda: 0).__name__)


def outer():
    x = 5

    def inner():
        return x
    return inner


print(outer().__closure__[0].cell_contents, outer().__qualname__, outer().__name__)
print(len.__name__, len.__doc__ is not None, [].append.__name__, [].append.__self__)


class A:
    def m(self):
        "doc of m"


a = A()
print(a.m.__doc__, a.m.__name__, a.m.__self__ is a, a.m == a.m, a.m is a.m, A.m is A.m, a.m.__func__ is A.m, hash(a.m) == hash(a.m))
A.m.note = 1
print(a.m.note)
try:
    a.m.note = 2
except AttributeError as e:
    print(e)
print(type(a.m)(lambda self: self, 7)())
