"""Sorting: with a key, reversed, tuples, by hand (quicksort)."""


def numbers(n, seed=12345):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed)
    return out


def quicksort(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    return (
        quicksort([x for x in items if x < pivot])
        + [x for x in items if x == pivot]
        + quicksort([x for x in items if x > pivot])
    )


data = numbers(30000)
print(sorted(data, key=lambda x: x % 1000)[:3])
print(sorted(((x % 100, -x) for x in data), reverse=True)[:2])
print(sorted(str(x) for x in data)[:2])
print(quicksort(data)[:3] == sorted(data)[:3])
for _ in range(4):
    data.sort(key=lambda x: x ^ 0x55555)
print(data[0])
