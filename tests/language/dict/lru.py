# A cache that forgets what was used longest ago, from plain dicts.
class Cache:
    def __init__(self, size):
        self.size = size
        self.items = {}
        self.hits = self.misses = 0

    def get(self, key, make):
        if key in self.items:
            self.hits += 1
            value = self.items.pop(key)
        else:
            self.misses += 1
            value = make(key)
            if len(self.items) >= self.size:
                del self.items[next(iter(self.items))]
        self.items[key] = value
        return value


cache = Cache(3)
for key in "abcabdabcdeea":
    cache.get(key, str.upper)
print(cache.items, cache.hits, cache.misses)
big = Cache(100)
seed = 1
for _ in range(5000):
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    big.get(seed % 150, lambda n: n * n)
print(len(big.items), big.hits + big.misses, all(k * k == v for k, v in big.items.items()), list(big.items)[-1] == seed % 150)
