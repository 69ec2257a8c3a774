print((lambda: 5)(), (lambda x: x + 1)(2), (lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 2, 3, k=4, z=5))
fs = [lambda i=i: i * 10 for i in range(3)]
print([f() for f in fs])
gs = [lambda: i for i in range(3)]
print([g() for g in gs])
add = lambda a: lambda b: lambda c: a + b + c
print(add(1)(2)(3))
print(sorted("bca", key=lambda c: -ord(c)), list(map(lambda *a: a, [1, 2], [3, 4])))
print((lambda: (yield))().__class__.__name__, (lambda x, /, y, *, z: (x, y, z))(1, y=2, z=3))
f = lambda x: x if x else None
print(f(0), f(1), f.__name__, f.__qualname__)


class C:
    m = lambda self, x: (self.v, x)
    v = 5


print(C().m(1), (lambda **k: k)(a=1), (lambda: None)())


def outer(x):
    inner = lambda: x
    x = x + 1
    return inner(), (lambda y=x: y * x)()


print(outer(1))
