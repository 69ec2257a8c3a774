def f(a, *b, **c):
    return a, b, c


first, *middle, last = range(5)
print(first, middle, last, f(*middle, **dict(z=first)))
*a, = "xyz"
print(a)
for x, *y in [(1,), (1, 2), (1, 2, 3)]:
    print(x, y)
print([*range(3), *"ab"], *[1, 2], *(), sep="-")
t = *a, 1
print(t, (*a, *t), {*a}.issuperset("x"))
def r():
    return 1, *[2, 3]
def y():
    yield 1, *[2]
print(r(), list(y()))
d = {"a": 1, **{"a": 2, "b": 3}, "c": 4}
print(d, {**d, **{"a": 0}})
x = [*a, *[*a]]
print(x)
for z in *a, *"12":
    print(z, end="")
print()
m = {1: 2}
m[*a] = 1
print(m)
