# weakref.proxy stands in for its object. (dies at once)
import weakref

from libforget import collect


class A:
    def __init__(self, n):
        self.n = n

    def double(self):
        return self.n * 2

    def __add__(self, other):
        return self.n + (other.n if isinstance(other, A) else other)

    def __radd__(self, other):
        return other + self.n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return self.n + i

    def __setitem__(self, i, value):
        self.n = i + value

    def __contains__(self, x):
        return x == self.n

    def __str__(self):
        return "A(%d)" % self.n

    def __eq__(self, other):
        return self.n == other

    def __lt__(self, other):
        return self.n < other

    def __bool__(self):
        return self.n != 3

    def __iter__(self):
        return iter(range(self.n))

    def __neg__(self):
        return -self.n

    def __iadd__(self, n):
        self.n += n
        return self

    def __enter__(self):
        return "in"

    def __exit__(self, *details):
        return True


a = A(5)
p = weakref.proxy(a)
print(p.n, p.double(), p + 1, 1 + p, p + p, len(p), p[2], 5 in p, str(p), p == 5, p != 5, p < 6, bool(p), list(p), -p, "%s" % p)
p.n = 3
p.extra = "x"
print(a.n, a.extra, bool(p), hasattr(p, "nothing"))
p[1] = 2
del p.extra
print(a.n, hasattr(a, "extra"), type(p) is weakref.ProxyType, type(p) in weakref.ProxyTypes)
try:
    hash(p)
except TypeError:
    print("unhashable")


class C:
    def __call__(self, x, y=2):
        return x, y


c = C()
q = weakref.proxy(c)
print(q(1), q(x=3, y=4), type(q) is weakref.CallableProxyType, callable(q), callable(p))
log = []


def make():
    a = A(1)
    return a, weakref.proxy(a, lambda r: log.append("gone"))


a2, p2 = make()
del a2
collect()
for action in (lambda: p2.n, lambda: p2 + 1, lambda: str(p2), lambda: len(p2), lambda: p2[0]):
    try:
        print(action())
    except ReferenceError as e:
        print(e)
print(log)
