a = [1, 2, 3]
print([*a][1], (*a, 4)[-1], {**{"x": 1}}["x"], [*a, *a][2:4], len({*a, *a}))
def f(*args): return args[::-1]
print(f(*a)[0], f(*a, *a)[:2], f(*[*a][1:]))
x = *a, *"z"
print(x)
first, second, *_ = a
print(first, second, _)
*_, last = a
print(last)
for k, *v in {"ab": 1, "cde": 2}.items():
    print(k, v)
print(*a, *"xy", sep=",")
print(*[print(i, end=";") for i in a])
