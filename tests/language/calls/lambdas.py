# Lambdas as values, arguments and defaults.
f = lambda: 1
g = lambda x, y=2, *a, **k: (x, y, a, k)
print(f(), g(1), g(1, 3, 5, z=7))
print((lambda x: x * x)(7), [(lambda n: n + 1)(i) for i in range(3)])
compose = lambda *fs: lambda x: x if not fs else compose(*fs[:-1])(fs[-1](x))
print(compose(lambda x: x + 1, lambda x: x * 2)(5))
y = (lambda f: (lambda x: x(x))(lambda x: f(lambda v: x(x)(v))))
print(y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(10))
print(sorted([(1, "b"), (0, "a")], key=lambda p: p[1]))
print(list(filter(lambda x: x % 2, range(6))), list(map(lambda x: -x, [1, 2])))
print(f.__name__, (lambda: 0).__name__)
