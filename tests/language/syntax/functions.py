def none():
    pass


def doc():
    "The docstring."
    return 1


def defaults(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


def positional_only(a, b=1, /, c=2, *, d=3):
    return a, b, c, d


print(none(), doc(), doc.__doc__, none.__doc__)
print(defaults(1, c=3), defaults(1, 5, 6, 7, c=8, e=9, d=0))
print(positional_only(1), positional_only(1, 2, 3, d=4), positional_only(1, c=5))
for call in (lambda: defaults(), lambda: defaults(1), lambda: positional_only(a=1), lambda: none(1), lambda: none(x=1),
             lambda: positional_only(1, 2, 3, 4), lambda: positional_only(1, d=1, e=2), lambda: doc(*[1, 2])):
    try:
        print(call())
    except TypeError as e:
        print(e)


def mutable(x, acc=[]):
    acc.append(x)
    return acc


print(mutable(1), mutable(2))
n = 10


def when(x=n, *, y=n + 1):
    return x, y


n = 20
print(when(), when.__defaults__, when.__kwdefaults__)


def annotated(a: int, b: "str" = "x", *c: list, d: dict = None, **e: set) -> tuple:
    return a, b, c, d, e


print(annotated(1, d={}), annotated(1, "b", 2, f=3))


def recursive(n):
    return 1 if n == 0 else n * recursive(n - 1)


print(recursive(20))


def nested(x):
    def inner(y, z=x):
        return x, y, z
    x += 1
    return inner


print(nested(1)(2), nested.__name__, nested(1).__qualname__)


def early(x):
    if x:
        return
    return 1


print(early(1), early(0))


def many(a, b, c, d, e, f, g, h, *, i=1, j=2, k=3, **l):
    return a, b, c, d, e, f, g, h, i, j, k, l


print(many(*range(8), k=9, m=1))


def captured_parameters(a, *b, c=1, **d):
    return lambda: (a, b, c, d)


print(captured_parameters(1, 2, c=3, e=4)())
def one(): return 1
print(one())
