# super() in methods, class methods, properties, diamonds, closures.
class A:
    def __init__(self, *args, **kw): self.log = ["A", args, sorted(kw.items())]
    def f(self, x=1): return ["A.f", x]
    @property
    def p(self): return "A.p"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    def __getitem__(self, i): return ("A", i)
    def __eq__(self, o): return "A.eq"
class B(A):
    def __init__(self, *args, **kw):
        super().__init__(*args, b=1, **kw)
        self.log.append("B")
    def f(self, x=2): return super().f(x) + ["B.f"]
    @property
    def p(self): return super().p + " B.p"
    @classmethod
    def c(cls): return super().c() + " B.c"
    def __getitem__(self, i): return super().__getitem__(i) + ("B",)
    def __eq__(self, o): return (super().__eq__(o), "B.eq")
class C(A):
    def f(self, x=3): return super().f(x) + ["C.f"]
class D(B, C):
    def f(self): return super().f() + ["D.f"]
d = D(1, 2, z=3)
print(d.log, d.f(), d.p, D.c(), d.c(), d[7], d == 5)
print(super(B, d).f(), super(D, D).c())
class E(B):
    def g(self): return [super(E, self).f(i) for i in range(2)]
    def h(self): return (lambda: super(E, self).p)()
print(E().g(), E().h())
try:
    super().x
except RuntimeError as e:
    print("RuntimeError")
class F:
    def f(self): return super().missing
try:
    F().f()
except AttributeError as e:
    print(e)
class G(list):
    def append(self, x): super().append(x * 2)
    def __len__(self): return super().__len__() + 100
g = G([1]); g.append(5)
print(list(g), len(g))
