# Rich comparison of user classes, in expressions and in branches.
class N:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v); return self.v < o.v
    def __eq__(self, o): print("eq"); return self.v == o.v if isinstance(o, N) else NotImplemented
    def __le__(self, o): return self.v <= o.v
a, b = N(1), N(2)
print(a < b, a > b, a == b, a != b, a <= b, a >= b)
if a < b: print("branch")
if a > b: print("no")
else: print("else")
while a == b: print("never")
print(a == 5, a != 5, 5 == a)
if a != 5: print("different")
print([x.v for x in sorted([N(3), N(1), N(2)])], min(N(5), N(4)).v)
print(N(1) in [N(2), N(1)], [N(1)] == [N(1)])
try:
    a < 5
except AttributeError as e:
    print("AttributeError")
class Ident: pass
x = Ident()
print(x == x, x != x, x == Ident(), x in [x])
try:
    x < x
except TypeError as e:
    print(e)
class Odd:
    def __eq__(self, o): return "odd"
    def __lt__(self, o): return []
    def __ne__(self, o): return 0
print(Odd() == 1, Odd() < 1, Odd() != 1)
if Odd() == 1: print("truthy")
if not (Odd() < 1): print("falsy")
class Sub(N):
    def __eq__(self, o): return "sub eq"
    def __gt__(self, o): return "sub gt"
print(N(1) == Sub(1), N(1) < Sub(1), 1 < 2 < 3)
class Unhashable:
    def __eq__(self, o): return True
try:
    hash(Unhashable())
except TypeError as e:
    print(e)
class H:
    def __init__(self, k): self.k = k
    def __hash__(self): return hash(self.k)
    def __eq__(self, o): return self.k == o.k
print(len({H(1), H(1), H(2)}), {H("a"): 5}[H("a")])
class NE:
    def __ne__(self, o): return "ne"
print(NE() != 1, NE() == 1)
