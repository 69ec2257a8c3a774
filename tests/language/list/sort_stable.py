# Stability, in both directions, over many shapes of input.
def lcg(n, seed=12345):
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        yield seed


for n in (0, 1, 2, 3, 10, 23, 24, 25, 63, 64, 65, 100, 257, 1000):
    pairs = [(x % 10, i) for i, x in enumerate(lcg(n))]
    up = sorted(pairs, key=lambda p: p[0])
    down = sorted(pairs, key=lambda p: p[0], reverse=True)
    print(n, up == sorted(pairs), all(a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(down, down[1:])))

shapes = {
    "up": list(range(500)),
    "down": list(range(500, 0, -1)),
    "same": [7] * 500,
    "saw": [i % 37 for i in range(500)],
    "two runs": list(range(250)) + list(range(250)),
    "organ": list(range(250)) + list(range(250, 0, -1)),
    "almost": list(range(100)) + [5] + list(range(100, 400)) + [250, 3],
    "random": list(lcg(500)),
    "floats": [x / 1000 for x in lcg(500)],
    "texts": [str(x) for x in lcg(500)],
    "mixed": [x if x % 2 else x / 2 for x in lcg(500)],
    "tuples": [(x % 5, str(x)) for x in lcg(500)],
    "bigs": [x * 10**20 for x in lcg(300)],
}
for name, items in shapes.items():
    result = sorted(items)
    slow = []
    ok = all(not b < a for a, b in zip(result, result[1:]))
    back = sorted(items, reverse=True)
    print(name, ok, len(result) == len(items), back == sorted(result, reverse=True), sum(map(hash, items)) == sum(map(hash, result)))
