# A walrus in the default of a lambda that stands in another lambda binds in that other one.
a, b = 5, 77
f = lambda: ((lambda x=(a := b): x)(), a)
print(f(), a)


def g():
    f = lambda: ((lambda x=(a := b), *, y=(c := 3): (x, y))(), a, c)
    return f(), a


print(g(), a)
print([(lambda x=(a := i): x)() for i in range(3)], a)
