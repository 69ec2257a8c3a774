from functools import cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce, singledispatch, total_ordering, wraps


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(max, [3, 9, 2], 5), attempt(reduce, max, []), reduce(max, [], 1))
p = partial(int, base=2)
print(p("101"), p, p.func, p.args, p.keywords, p("12", base=8))
q = partial(partial(print, 1, sep="-"), 2)
q(3, end="!\n")
print(q.args, attempt(partial), attempt(partial, 5))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), sorted("bca", key=cmp_to_key(lambda a, b: (a > b) - (a < b))))


def deco(f):
    @wraps(f)
    def inner(*args):
        "inner doc"
        return ("called", f(*args))

    return inner


@deco
def greet(name: str) -> str:
    "greets"
    return "hello " + name


print(greet("x"), greet.__name__, greet.__doc__, greet.__wrapped__("y"))


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


a, b = Version(1), Version(2)
print(a < b, a <= b, a > b, a >= b, a <= Version(1), a >= Version(1), max([a, b]).n)


class Lazy:
    def __init__(self):
        self.calls = 0

    @cached_property
    def value(self):
        "the value"
        self.calls += 1
        return 42

    def add(self, x, y):
        return x + y

    add5 = partialmethod(add, 5)


l = Lazy()
print(l.value, l.value, l.calls, Lazy.value.__doc__, l.add5(3))
del l.value
print(l.value, l.calls)


@singledispatch
def show(x):
    return "object %r" % (x,)


@show.register(int)
def _(x):
    return "int %d" % x


@show.register(list)
def _(x: list):
    return "list of %d" % len(x)


print(show(5), show([1, 2]), show("a"), show(True), show.dispatch(list)([]))
