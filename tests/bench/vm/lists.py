"""Lists: sieve, slices, comprehension, rotation."""


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return sum(1 for flag in flags if flag)


def rotate(n):
    items = list(range(200))
    for i in range(n):
        items = items[3:] + items[:3]
        items[i % 200], items[(i * 7) % 200] = items[(i * 7) % 200], items[i % 200]
    return sum(i * x for i, x in enumerate(items))


print(sieve(1500000), rotate(60000), len([x * y for x in range(500) for y in range(500) if x != y]))
