class Empty:
    pass


class Base:
    """Base doc."""
    count = 0
    items = [count for count in range(3)]

    def __init__(self, x):
        self.x = x
        self.__private = x * 2
        Base.count += 1

    def get(self):
        return self.x, self.__private

    for i in range(2):
        exec
    del i
    if True:
        flag = "set"
    else:
        flag = "not"

    class Inner:
        y = "inner"

        def z(self):
            return __class__.__name__


class Derived(Base):
    def __init__(self, x, *rest):
        super().__init__(x)
        self.rest = rest

    def get(self):
        return super().get() + (self.rest, super(Derived, self).x if False else 0)


class Multi(Derived, Empty, metaclass=type):
    pass


print(Base.__doc__, Empty.__doc__, Base.__name__, Base.Inner.__qualname__, Base.__module__)
b, d = Base(1), Derived(2, 3, 4)
print(b.get(), d.get(), Base.count, Multi.__mro__ == (Multi, Derived, Base, Empty, object))
print(b._Base__private, Base.items, Base.flag, Base.Inner().z(), hasattr(Base, "i"))
bases = (Base, Empty)


class Star(*bases, **{"metaclass": type}):
    def m(self): return "m"


print(Star(1).m(), Star.__bases__ == bases)
x = "global"


class Scope:
    print(x)
    x = "class"
    print(x)

    def m(self):
        return x
    y = [x for _ in range(1)]
    z = (lambda: x)()
    w = x


print(Scope().m(), Scope.y, Scope.z, Scope.w)


def f():
    x = "local"

    class A:
        a = x

    class B:
        x = x if False else "own"
        b = x
    return A.a, B.b, A.__qualname__


print(f())
class One: a = 1; b = 2
print(One.a, One.b)
class Two(): pass
print(Two.__bases__)


class Mangled:
    __a = 1

    def __m(self, __p=2):
        def __inner(): return __p
        return self.__a, __inner(), Mangled.__a

    def call(self):
        return self.__m(), self.__m.__name__
    __dunder__ = 3
    ___ = 4


print(Mangled().call(), sorted(k for k in vars(Mangled) if "M" in k or k == "___"), Mangled.__dunder__)
try:
    print(Mangled().__a)
except AttributeError as e:
    print(e)
