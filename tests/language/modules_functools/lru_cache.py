from functools import cache, lru_cache


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


@lru_cache(maxsize=2)
def f(a, b=1):
    print("f", a, b)
    return a, b


print(f(1), f(1), f(2), f(1), f(3), f(1), f(2))
print(f.cache_info(), f.cache_parameters(), f.__name__, f.__wrapped__(9))
f.cache_clear()
print(f.cache_info(), f(a=1), f(1), f(1, b=1), f(b=1, a=1), f.cache_info())


@lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90), fib.cache_info())


@cache
def power(n):
    return 2 ** n


print(power(10), power(10), power.cache_info())


@lru_cache(maxsize=None, typed=True)
def kind(x):
    return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind.cache_info())


@lru_cache(maxsize=0)
def none(x):
    return x


print(none(1), none(1), none.cache_info())
print(attempt(f, []), attempt(lru_cache, "x"))


class Box:
    @lru_cache(maxsize=None)
    def get(self, x):
        print("get", x)
        return x * 2


b = Box()
print(b.get(1), b.get(1), Box().get(1), Box.get.cache_info().hits)


@lru_cache(maxsize=100)
def many(n):
    return n


for i in range(1000):
    many(i % 150)
print(many.cache_info())
f.note = 5
print(f.note)
