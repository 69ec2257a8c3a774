# Bound methods, class methods, callables of every kind.
class C:
    count = 0
    def __init__(self, x): self.x = x
    def get(self, add=0): return self.x + add
    @classmethod
    def make(cls, x): return cls(x * 2)
    @staticmethod
    def static(x): return x + 1
    def __call__(self, *args, **kw): return ("called", self.x, args, kw)

c = C(5)
bound = c.get
print(bound(), bound(3), bound(add=4), C.get(c), C.get(c, 1))
print(C.make(4).get(), c.make(1).x, C.static(1), c.static(2))
print(c(), c(1, 2, k=3))
c.get = lambda: "instance"
print(c.get(), bound())
print([f(2) for f in (C.static, C(1).get, lambda x: x * 3, int, str)])
m = {"get": C(7).get}
print(m["get"](1))
print(bound.__self__ is c, bound.__func__ is C.get, bound.__name__)
print(bound == c.make, C(1).get == C(1).get, bound == C.get.__get__(c))

class D(C):
    def get(self, add=0): return super().get(add) * 10
    @classmethod
    def make(cls, x): return super().make(x + 1)
print(D(2).get(1), D.make(1).x, type(D.make(1)).__name__)

class Attr:
    def __getattr__(self, name):
        return lambda *a: (name, a)
print(Attr().anything(1, 2), Attr().other())

for bad in (5, None, "s", [1]):
    try:
        bad()
    except TypeError as e:
        print(e)
