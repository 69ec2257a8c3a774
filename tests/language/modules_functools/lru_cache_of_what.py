# lru_cache wants something to call, and lends the names that it has.
from functools import cache, lru_cache


class Callable:
    def __call__(self, n):
        return n + 1


f = lru_cache(Callable())
print(f(1), hasattr(f, "__name__"), hasattr(f, "__qualname__"))
for make in (cache, lru_cache(), lru_cache(None), lru_cache(3)):
    for what in (5, property(), None):
        try:
            make(what)
        except TypeError as e:
            print(e)
