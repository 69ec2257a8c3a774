# Results of dunder methods where a condition is asked for: if, while, and, or, not, comprehension, assert, chain.
class T:
    def __init__(self, v): self.v = v
    def __bool__(self): return bool(self.v)
    def __lt__(self, o): return T(self.v < o.v)
    def __eq__(self, o): return T(self.v == o.v)
    def __contains__(self, x): return T(x == self.v)
    def __repr__(self): return "T(%r)" % self.v
a, b = T(1), T(2)
print(a < b, b < a, a == b, a != b, not (a < b), 1 in a, 2 in a, 1 not in a)
print((a < b) and "and", (b < a) and "and", (a < b) or "or", (b < a) or "or")
print("yes" if a < b else "no", "yes" if b < a else "no", "yes" if not a == b else "no")
n = 0
while T(n) < T(3): n += 1
print(n, [x for x in range(4) if T(x) < T(2)], [x for x in range(4) if x in T(2)], [x for x in range(4) if x not in T(2)])
assert a < b
assert not (b < a)
print(a < b < T(3), a < b < T(0), T(0) < a < b)
print(bool(a < b), any([b < a, a < b]), all([a < b, b < a]), sorted([b, a])[0].v)
if a == b: print("wrong")
elif a != b: print("ne")
if a in [T(1)]: print("in list")
x = (a < b) if (a == T(1)) else (b < a)
print(x)
def f(v):
    if v < T(5) and not v == T(3) or v == T(9): return "in"
    return "out"
print([f(T(i)) for i in (1, 3, 5, 9)])
class L:
    def __len__(self): return 0
if not L(): print("empty")
if L() or []: print("wrong")
print(not L(), type(L() and 1).__name__, bool(L()))
