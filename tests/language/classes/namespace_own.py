# A class statement's namespace becomes the class's dict, unless the program has seen it.
class Plain:
    """doc"""
    x = 1

    def f(self):
        return self.x, __class__.__name__

    del x
    y = 2
    x = 3


print([k for k in Plain.__dict__ if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")])
print(Plain().f(), Plain.__qualname__, Plain.__doc__, Plain.__module__)


class Seen:
    a = 1
    names = locals()
    b = 2


Seen.c = 3
Seen.names["d"] = 4
print("b" in Seen.names, "c" in Seen.names, hasattr(Seen, "d"), "__qualname__" in Seen.names)


class ByVars:
    exec("q = 5")
    seen = vars()


ByVars.q = 6
print(ByVars.seen["q"], ByVars.q)


class Meta(type):
    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        namespace["late"] = 1
        return cls


class Made(metaclass=Meta):
    z = 1


print(hasattr(Made, "late"), Made.z)


class Told:
    def __set_name__(self, owner, name):
        print("told", owner.__name__, name)


class Many:
    a, b, c, d, e, f, g, h = range(8)
    i, j, k, l, m, n, o, p = range(8)
    told = Told()

    def __eq__(self, other):
        return True

    def __init_subclass__(cls):
        print("below", cls.__name__)

    def __new__(cls):
        return object.__new__(cls)


class Below(Many):
    pass


print(Many.__hash__, Many.p, Many() == 3, type(Many.__dict__["__new__"]).__name__)
print([k for k in Many.__dict__ if len(k) == 1])
