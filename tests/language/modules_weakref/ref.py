# weakref.ref: calling, equality, hash, repr, what can be referenced. (dies at once)
import gc
import weakref

from libforget import collect


class A:
    def __init__(self, n=0):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


def clean(*args):
    collect()


def living():
    a, b, c = A(1), A(1), A(2)
    r, s, t = weakref.ref(a), weakref.ref(b), weakref.ref(c)
    print(r() is a, r == s, r != t, hash(r) == hash(a), r in {s: 1}, r is weakref.ref or isinstance(r, weakref.ref), type(r).__name__)
    print(repr(r).startswith("<weakref at 0x"), "to 'A'" in repr(r), r.__callback__, weakref.getweakrefcount(a), weakref.getweakrefs(c) == [t])
    a = b = c = None
    clean(0, 0, 0, 0)
    print(r(), s(), t(), r == r, r == s, hash(r) == hash(1), repr(r).endswith("; dead>"))
    try:
        hash(s)
    except TypeError as e:
        print(e)


def two():
    a = A()
    r = weakref.ref(a)
    return a, r


living()
a, r = two()
collect()
print(r() is a)
del a
collect()
print(r())


def f():
    pass


def g():
    yield


class Slots:
    __slots__ = ("x",)


class WeakSlots:
    __slots__ = ("x", "__weakref__")


class L(list):
    pass


class S(str):
    pass


class I(int):
    pass


class T(tuple):
    pass


class E(Exception):
    pass


for thing in (f, A().__init__, g(), {1}, frozenset([2]), A, int, gc, len, WeakSlots(), L(), S("x"), E(), memoryview(b""), lambda: 0):
    print(type(thing).__name__, weakref.ref(thing)() is thing)
for thing in (None, 1, 2**100, 1.5, "x", b"", (), (1,), [], {}, object(), Slots(), I(), T(), ..., True, ValueError(), range(3), slice(1), bytearray()):
    try:
        print(type(thing).__name__, weakref.ref(thing))
    except TypeError as e:
        print(e)
for wrong in (lambda: weakref.ref(), lambda: weakref.ref(f)(1)):
    try:
        print(wrong())
    except TypeError as e:
        print("TypeError")


class Named(weakref.ref):
    def __init__(self, target, callback=None, **names):
        super().__init__(target, callback)
        self.names = names


class Keyed(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, target, callback, key):
        made = super().__new__(cls, target, callback)
        made.key = key
        return made

    def __init__(self, target, callback, key):
        super().__init__(target, callback)


a = A(7)
n, k = Named(a, x=1), Keyed(a, None, "key")
print(n() is a, n.names, k() is a, k.key, n == k, n == weakref.ref(a), isinstance(n, weakref.ref))
