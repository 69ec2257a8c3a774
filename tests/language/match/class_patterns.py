# Class patterns: positions, __match_args__ and what is wrong with them.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Wrong: __match_args__ = ["x"]
class Items: __match_args__ = (1,)
class None_: pass


def f(v):
    match v:
        case P(1, y=b): return "one", b
        case P(a, 2): return "two", a
        case P(x=a, y=P(b, c)): return "nested", a, b, c
        case int(n) | float(n): return "number", n
        case str(s): return "text", s
        case bool(): return "never"
        case dict(d): return "dict", d
        case list([a, *_]): return "list", a
        case P(): return "any"
        case _: return "other"


for v in (P(1, 5), P(9, 2), P(3, P(4, 6)), P(7, 8), 5, 2.5, True, "s", {"k": 1}, [1, 2], [], (1,), None, b"b"):
    print(f(v))
def g(v, kind):
    match v:
        case kind(1): return "matched"
        case _: return "not"
for v, kind in ((Wrong(), Wrong), (Items(), Items), (None_(), None_), (1, int), (2, int), (1, str), (1, 5), (P(1, 2), P)):
    print(attempt(lambda: g(v, kind)))
def h(v):
    match v:
        case P(1, 2, 3): return "three"
print(attempt(lambda: h(P(1, 2))), h(5))
def twice(v):
    match v:
        case P(1, x=2): return "twice"
print(attempt(lambda: twice(P(1, 2))))
def keys(v, k):
    match v:
        case {"a": 1, k.name: 2}: return "both"
        case _: return "no"
class K: name = "a"
class L: name = "b"
print(attempt(lambda: keys({"a": 1}, K)), keys({"a": 1, "b": 2}, L))
