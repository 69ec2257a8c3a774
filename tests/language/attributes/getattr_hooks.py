class Dyn:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError("refused " + name)
        return "dyn_" + name


d = Dyn()
print(d.real, d.fake, getattr(d, "nothing", "fallback"), hasattr(d, "nope"))
try:
    d.nono
except AttributeError as e:
    print(e)


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "target", target)

    def __getattr__(self, name):
        return getattr(self.target, name)

    def __setattr__(self, name, value):
        setattr(self.target, name, value)

    def __delattr__(self, name):
        delattr(self.target, name)


class Thing:
    pass


thing = Thing()
p = Proxy(thing)
p.x = 5
print(p.x, thing.x, p.__dict__ == {"target": thing})
del p.x
print(hasattr(thing, "x"))
print(Proxy([1, 2]).index(2))


class All:
    def __init__(self):
        self.a = 1

    def __getattribute__(self, name):
        if name == "a":
            return "hooked " + str(super().__getattribute__(name))
        return object.__getattribute__(self, name)


x = All()
x.b = 2
print(x.a, x.b)
try:
    x.c
except AttributeError as e:
    print(e)


class Frozen:
    def __init__(self, v):
        object.__setattr__(self, "v", v)

    def __setattr__(self, name, value):
        raise AttributeError("frozen")

    __delattr__ = __setattr__


f = Frozen(1)
try:
    f.v = 2
except AttributeError as e:
    print(e, f.v)


class Both:
    def __getattribute__(self, name):
        if name == "y":
            raise AttributeError("first")
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return "second " + name


print(Both().y, Both().z)


class Broken:
    @property
    def p(self):
        return self.missing

    def __getattr__(self, name):
        if name == "p":
            return "property failed"
        raise AttributeError(name)


print(Broken().p)


class Later:
    pass


l = Later()
l.a = 1
print(l.a, hasattr(l, "b"))
Later.__getattr__ = lambda self, name: "late " + name
print(l.a, l.b)
Later.__getattribute__ = lambda self, name: "all"
print(l.a)
del Later.__getattribute__
print(l.a, l.b)
Later.__setattr__ = lambda self, name, value: print("set", name)
l.a = 5
print(l.a)
