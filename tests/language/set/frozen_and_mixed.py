# frozenset beside set: which kind comes out, and what is refused.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


s, f = {1, 2, 3}, frozenset([2, 3, 4])
for name in ("__or__", "__and__", "__sub__", "__xor__"):
    print(name, type(getattr(s, name)(f)).__name__, type(getattr(f, name)(s)).__name__, sorted(getattr(s, name)(f)), getattr(s, name)([1]))
print(s == frozenset([1, 2, 3]), hash(f) == hash(frozenset([4, 3, 2])), {f: 1}[frozenset([2, 3, 4])], f in {f}, {2, 3, 4} in {f})
print(attempt(lambda: f.add(1)), attempt(lambda: hash(s)), attempt(lambda: {s}), attempt(lambda: s | [1]), attempt(lambda: s < [1]))
s |= f
g = f
g |= {9}
print(sorted(s), sorted(g), sorted(f), f is frozenset(f), f.copy() is f, frozenset("aab") == {"a", "b"})
print(attempt(lambda: s.remove(99)), attempt(lambda: s.remove([1])), s.discard(99), attempt(lambda: set().pop()), s.issuperset([1]), s.union([10], (11,)) >= {10, 11})
class S(set): pass
class F(frozenset): pass
print(type(S([1]) | {2}).__name__, type(S([1]).copy()).__name__, type(F([1]) | {2}).__name__, type({1} | S([2])).__name__, S([1]), F("a"), repr(set()), repr(frozenset()))
for a, b in (({1}, {1, 2}), ({1, 2}, {1}), ({1}, {2}), (set(), set())):
    print(a < b, a <= b, a > b, a >= b, a == b, a != b, a.isdisjoint(b))
