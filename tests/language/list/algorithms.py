# Small algorithms over lists: sieve, permutations, queens, bisection, matrix.
def sieve(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = [False] * len(range(i * i, n + 1, i))
    return [i for i, f in enumerate(flags) if f]


print(sieve(60), len(sieve(20000)))


def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1 :])]


print(len(permutations([1, 2, 3, 4, 5])), permutations("abc")[3], permutations([1, 2, 3]))


def queens(n, row=0, columns=()):
    if row == n:
        return [columns]
    found = []
    for c in range(n):
        if all(c != k and abs(c - k) != row - r for r, k in enumerate(columns)):
            found += queens(n, row + 1, columns + (c,))
    return found


print(len(queens(6)), queens(5)[0])


def bisect(items, x):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < x:
            low = middle + 1
        else:
            high = middle
    return low


print([bisect([1, 3, 5, 7], x) for x in range(9)])
m = [[i * 3 + j for j in range(3)] for i in range(3)]
print([list(row) for row in zip(*m)], [[sum(a * b for a, b in zip(row, column)) for column in zip(*m)] for row in m])


def quick(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


print(quick([5, 3, 8, 1, 9, 2, 7]))
stack, queue = [], []
for i in range(5):
    stack.append(i)
    queue.insert(0, i)
print([stack.pop() for _ in range(5)], [queue.pop() for _ in range(5)])
