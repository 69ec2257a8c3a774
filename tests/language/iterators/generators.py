# Generators through the built-ins that consume iterables.
def count(start=0):
    while True:
        yield start
        start += 1


def take(n, iterable):
    for _, item in zip(range(n), iterable):
        yield item


print(list(take(3, count(5))), dict(zip("abc", count())), sum(take(10, count())), max(take(5, count())), sorted(take(4, count()), reverse=True), tuple(take(2, count())), set(take(3, count())) == {0, 1, 2})
print(list(map(lambda a, b: a * b, count(1), [1, 2, 3])), list(filter(lambda x: x % 2, take(6, count()))), list(enumerate(take(2, count(7)))), any(x > 100 for x in count()), [*take(2, count())], "".join(str(x) for x in take(3, count())))
g = (x * x for x in range(4))
print(next(g), 4 in g, list(g), list(g))


def failing():
    yield 1
    raise ValueError("inside")


for use in (list, tuple, set, sum, sorted, max, lambda g: [x for x in g], lambda g: list(map(str, g)), lambda g: dict(zip(g, g)), lambda g: "".join(map(str, g)), all, lambda g: list(zip(g)), lambda g: [].extend(g), lambda g: {}.update((x, x) for x in g)):
    try:
        print(use(failing()))
    except ValueError as error:
        print("ValueError", error)


def recursive(tree):
    if isinstance(tree, list):
        for branch in tree:
            yield from recursive(branch)
    else:
        yield tree


print(list(recursive([1, [2, [3, [4]], 5], [], 6])), sum(recursive([[1], [2, 3]])))


def echo():
    got = None
    while True:
        got = yield got


e = echo()
next(e)
print(e.send(1), e.send("two"), next(e))
a, b, *c = (x for x in range(5))
print(a, b, c)
