# Attribute access: properties, __getattr__, __setattr__, descriptors, slots, class attributes.
class P:
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v):
        print("set", v)
        self._x = v
    @x.deleter
    def x(self): print("del")
    @property
    def ro(self): return "ro"
p = P()
print(p.x); p.x = 5; print(p.x); p.x += 2; print(p.x); del p.x
try:
    p.ro = 1
except AttributeError as e:
    print("AttributeError")
class G:
    a = 1
    def __getattr__(self, n):
        if n.startswith("dyn"): return n.upper()
        raise AttributeError(n)
g = G(); g.b = 2
print(g.a, g.b, g.dyn_x, getattr(g, "zzz", "default"), hasattr(g, "q"))
try:
    g.nope
except AttributeError as e:
    print(e)
class S:
    def __setattr__(self, n, v):
        print("setattr", n, v)
        object.__setattr__(self, n, v)
    def __delattr__(self, n): print("delattr", n)
s = S(); s.q = 3; s.q += 1; del s.q; print(s.q)
class GA:
    def __getattribute__(self, n): return "always " + n
print(GA().foo)
class D:
    def __get__(self, o, t=None): return ("get", o is None)
    def __set__(self, o, v): print("D set", v)
class ND:
    def __get__(self, o, t=None): return "nondata"
class U:
    d = D(); n = ND(); c = [1]
u = U()
print(u.d, U.d, u.n); u.d = 1; u.n = "own"; print(u.n, U.n)
u.c = 5; print(u.c, U.c)
del u.c; print(u.c)
class Slots:
    __slots__ = ("a", "b")
o = Slots(); o.a = 1; print(o.a)
for f in (lambda: o.b, lambda: setattr(o, "z", 1), lambda: None.foo, lambda: (5).bar, lambda: setattr(5, "x", 1), lambda: U.zzz):
    try:
        f()
        print("fine")
    except AttributeError as e:
        print(e)
class Many: pass
m = Many()
for i in range(40): setattr(m, "attr%d" % i, i)
print(m.attr0, m.attr39, sum(getattr(m, "attr%d" % i) for i in range(40)), len(vars(m)))
a1, a2 = Many(), Many()
a1.x = 1; a2.y = 2; a2.x = 3
print(a1.x, a2.x, a2.y, hasattr(a1, "y"))
Many.x = "class"; print(a1.x, Many().x)
import math
print(math.pi > 3, math.floor(2.5))
