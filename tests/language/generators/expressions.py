# Generator expressions and comprehensions: scope and laziness.
x = "outer"
g = (x for x in range(3))
print(x, list(g), x)
print([x for x in "ab"], {x: y for x, y in [(1, 2)]}, {x % 2 for x in range(4)}, x)
log = []
def src():
    for i in range(3):
        log.append(i)
        yield i
g = (i * 10 for i in src())
print(log, next(g), log)
print([(i, j) for i in range(3) if i for j in range(i)], [[j for j in range(i)] for i in range(3)])
def f(n): return [lambda: n + i for i in range(2)]
print([h() for h in f(10)])
print(any(i > 2 for i in range(5)), all(i < 3 for i in range(5)), "".join(str(i) for i in range(4)))
try:
    [1 / 0 for i in [1]]
except ZeroDivisionError as e:
    print(e)
print(sum(i for i in range(1000) if i % 3 == 0))
print([y for x in [1, 2] for y in (x, x * 10) if y != 10], sorted({c for c in "hello"}))
class K:
    n = 3
    items = [i for i in range(n)]
print(K.items)
print([a := 5, a + 1], a)
