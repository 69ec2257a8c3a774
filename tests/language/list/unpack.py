# Unpacking lists into targets and calls.
a, b, c = [1, 2, 3]
print(a, b, c)
first, *middle, last = [1, 2, 3, 4, 5]
print(first, middle, last)
*everything, = "abc"
print(everything)
head, *tail = [1]
print(head, tail)
(a, b), [c, *d] = [1, 2], (3, 4, 5)
print(a, b, c, d)
a, b = b, a
print(a, b)
items = [0, 1, 2]
i = 0
i, items[i] = 2, "x"
print(i, items)
for x, (y, *z) in [(1, (2, 3, 4)), (5, [6])]:
    print(x, y, z)


def f(*args, **kwargs):
    return args, kwargs


print(f(*[1, 2], *(3,), **{"k": 1}), f(*"ab"))
for code in ("a, b = [1]", "a, b = [1, 2, 3]", "a, *b, c = [1]", "a, b = 5", "a, = []", "[a, b] = {1}"):
    try:
        exec(code)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
