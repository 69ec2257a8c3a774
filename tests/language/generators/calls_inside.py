# Every kind of call from inside a generator's frame.
class P:
    def __init__(self, x, y=2, *rest, k=0): self.x, self.y, self.rest, self.k = x, y, rest, k
    def __add__(self, o): return P(self.x + o.x)
    def __lt__(self, o): return self.x < o.x
    def __bool__(self): return self.x > 0
    def __getitem__(self, i): return self.x * i
    def __contains__(self, i): return i == self.x
    def __iter__(self): return iter([self.x, self.y])
    def __call__(self, *a): return a
    @property
    def prop(self): return self.x + 100
    @prop.setter
    def prop(self, v): self.x = v
    def method(self, a, b=5): return (a, b)
    @staticmethod
    def static(*a): return a
    @classmethod
    def make(cls, x): return cls(x)
def f(a, b=2, *args, c=3, **kw): return a, b, args, c, kw
def g():
    yield f(1)
    yield f(1, 5, 6, 7, c=8, d=9)
    yield f(*[1, 2, 3], **{"z": 1})
    p = P(1, k=4)
    yield p.x, p.y, p.rest, p.k
    q = P(*range(5))
    yield q.rest
    yield (p + q).x, p < q, q < p, bool(P(-1)), not p
    yield p[5], 1 in p, 2 in p, list(p), p(1, 2), p.prop
    p.prop = 50
    yield p.prop, p.method(1), p.method(b=1, a=2), P.static(1, 2), P.make(3).x, p.make(4).x
    if p: yield "true"
    while p < q: yield "never"
    a, b = p
    yield a, b
    m = p.method
    yield m(7), (lambda x: x * 2)(4), [f(i)[0] for i in range(3)], sorted([3, 1, 2], key=lambda v: -v)
    yield from (x * 2 for x in p)
    for x in inner(3): yield x
    with CM() as c: yield c
    try:
        raise ValueError("in gen")
    except ValueError as e:
        yield str(e)
    yield max(1, 2), len("abc"), print("printed"), isinstance(p, P), "%s" % (p.x,), f"{p.x:>5}"
    def closure(): return p.x + a
    yield closure()
    yield next(inner(2)), sum(inner(4)), {k: v for k, v in zip("ab", inner(2))}
    yield super_user().go()
def inner(n):
    for i in range(n): yield i
class CM:
    def __enter__(self): return "entered"
    def __exit__(self, *a): print("exited")
class base:
    def go(self): return "base"
class super_user(base):
    def go(self): return super().go() + " derived"
for v in g(): print(v)
def recursive(n):
    yield n
    if n: yield from recursive(n - 1)
print(sum(recursive(200)))
