# Operators of user classes: forward, reflected, in place, NotImplemented.
class V:
    def __init__(self, *c): self.c = c
    def __repr__(self): return "V" + repr(self.c)
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __mul__(self, k): return V(*(a * k for a in self.c))
    def __rmul__(self, k): return self * k
    def __neg__(self): return V(*(-a for a in self.c))
    def __pos__(self): return self
    def __invert__(self): return "inverted"
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __pow__(self, n, mod=None): return ("pow", n, mod)
    def __rpow__(self, n): return ("rpow", n)
print(V(1, 2) + V(3, 4), V(1, 2) * 3, 3 * V(1, 2), -V(1), +V(1), ~V(1), V(1, 2) @ V(3, 4), V(1) == V(1), V(1) != V(2))
print(V(1) ** 2, 2 ** V(1), pow(V(1), 2, 3))
for f in (lambda: V(1) + 1, lambda: 1 + V(1), lambda: V(1) - V(1), lambda: V(1) @ 5, lambda: V(1) < V(2), lambda: "s" - V(1)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
names = "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split()
class All: pass
class Reflected: pass
class InPlace: pass
for n in names:
    setattr(All, "__%s__" % n, lambda self, o, n=n: (n, o))
    setattr(Reflected, "__r%s__" % n, lambda self, o, n=n: ("r" + n, o))
    setattr(InPlace, "__i%s__" % n, lambda self, o, n=n: ("i" + n, o))
a, r = All(), Reflected()
print(a + 1, a - 1, a * 1, a / 1, a // 1, a % 1, a ** 1, a << 1, a >> 1, a & 1, a | 1, a ^ 1, a @ 1)
print(1 + r, 1 - r, 1 * r, 1 / r, 1 // r, 1 % r, 1 ** r, 1 << r, 1 >> r, 1 & r, 1 | r, 1 ^ r, 1 @ r)
print("s" + r, [1] + r, None - r, 1.5 * r, (1,) * r)
i = InPlace(); i += 1; print(i)
i = InPlace(); i @= 2; print(i)
i = InPlace(); i **= 3; print(i)
b = All(); b += 5; print(b)
class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
class Derived(Base):
    def __radd__(self, o): return "Derived.radd"
class Same(Base): pass
print(Base() + Derived(), Derived() + Base(), Base() + Same(), Base() + 1, 1 + Base())
class Refuses:
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return NotImplemented
class Accepts:
    def __radd__(self, o): return "accepted"
print(Refuses() + Accepts())
try:
    Refuses() + Refuses()
except TypeError as e:
    print(e)
class L:
    def __init__(self): self.items = []
    def __iadd__(self, o):
        self.items.append(o)
        return self
l = L(); m = l; l += 1; l += 2
print(l is m, l.items)
