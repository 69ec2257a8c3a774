"""Dicts: counting, grouping, updating."""


def run(n):
    counts = {}
    for i in range(n):
        key = (i * 7919) % 1009
        counts[key] = counts.get(key, 0) + 1
    groups = {}
    for key, count in counts.items():
        groups.setdefault(count % 5, []).append(key)
    names = {"k%d" % i: i for i in range(2000)}
    total = 0
    for _ in range(180):
        for name in names:
            total += names[name]
            if name in counts:
                total -= 1
    return total, sorted((k, len(v)) for k, v in groups.items())


print(run(1200000))
