# A loop over range() needs no range: it runs without memory. All other uses make one.
import micropython


def numbers(*args):
    count = total = 0
    micropython.heap_lock()
    for i in range(*args) if len(args) > 3 else range(1, 4):
        total += i
    for i in range(5):
        for j in range(i, 10, 2):
            count += j
    for i in range(3, -3, -2):
        count += i
    micropython.heap_unlock()
    return total, count


class Index:
    def __index__(self):
        return 3


def loops():
    for i in range(Index()):
        print(i, end=" ")
    for i in range(10**20, 10**20 + 2):
        print(i, end=" ")
    for i in range(True, 3):
        print(i, end=" ")
    for wrong in (lambda: [i for i in range(1, 2, 0)], lambda: [i for i in range()], lambda: [i for i in range(1, 2, 3, 4)], lambda: [i for i in range(1.5)]):
        try:
            print(wrong())
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)


def kept():
    try:
        micropython.heap_lock()
        it = range(3)
    except MemoryError:
        it = None
    micropython.heap_unlock()
    return it


print(numbers())
loops()
print(kept())
print([i for i in range(4)], sum(i for i in range(4)), [*range(3)], list(iter(range(2))))
range = lambda n: "abc"[:n]
print([c for c in range(2)])
