# The with statement.
class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        return self.swallow
with CM("a") as x: print(x)
with CM("b"), CM("c") as y: print(y)
with CM("s", True): raise ValueError("swallowed")
try:
    with CM("r"): raise ValueError("raised")
except ValueError as e:
    print("caught", e)
def f():
    with CM("ret"): return 1
print(f())
for i in range(2):
    with CM("loop%d" % i):
        if i == 0: continue
        break
class BadExit:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError("from exit")
try:
    with BadExit(): raise ValueError("body")
except KeyError as e:
    print(e, repr(e.__context__))
class NoExit:
    def __enter__(self): return self
class NoEnter: pass
for c in (NoExit, NoEnter):
    try:
        with c(): pass
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)
with CM("outer", True):
    with CM("inner"):
        1 / 0
    print("unreached")
print("after")
with (CM("p1") as a, CM("p2") as b): print(a, b)
class Multi:
    def __enter__(self): return 1, 2
    def __exit__(self, *a): pass
with Multi() as (p, q): print(p, q)
