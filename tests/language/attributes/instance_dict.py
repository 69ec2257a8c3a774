class A:
    kind = "class"

    def __init__(self):
        self.x = 1
        self.y = 2

    def method(self):
        return "method"


a = A()
d = a.__dict__
print(d, d is a.__dict__)
d["z"] = 3
a.w = 4
print(a.z, d["w"], a.method())
d["x"] = 10
print(a.x)
a.x = 11
print(d["x"])
del d["y"]
print(hasattr(a, "y"))
d["method"] = lambda: "from dict"
d["kind"] = "instance"
print(a.method(), a.kind, A().method(), A().kind)
del a.kind
print(a.kind, "kind" in d)
a.__dict__.update(p=1, q=2)
print(a.p, a.q, vars(a) is a.__dict__)
a.__dict__ = {"only": 1}
print(a.only, hasattr(a, "x"), a.__dict__)
d["comp" + "uted"] = 1
b = A()
b.__dict__["comp" + "uted"] = 7
print(b.computed, b.x, b.y)
try:
    a.__dict__ = 5
except TypeError as e:
    print(e)


class Borg:
    state = {}

    def __init__(self):
        self.__dict__ = self.state


m, n = Borg(), Borg()
m.v = 1
print(n.v)
