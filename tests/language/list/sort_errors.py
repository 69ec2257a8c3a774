# Comparisons that raise, keys that raise, and lists that change while they are sorted.
class Rebel:
    count = 0

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        Rebel.count += 1
        if Rebel.count == 60:
            raise KeyError("enough")
        return self.n < other.n


items = [Rebel(n * 7 % 40) for n in range(40)]
before = sorted(r.n for r in items)
try:
    items.sort()
except KeyError as error:
    print("KeyError", error)
print(len(items), sorted(r.n for r in items) == before)

numbers = [3, 1, 2]


def changing(n):
    numbers.append(n)
    return n


try:
    numbers.sort(key=changing)
except ValueError as error:
    print(error)
print(numbers)


def peeking(n):
    seen.append(len(numbers))
    return n


seen = []
numbers.sort(key=peeking)
print(seen, numbers)


def failing(n):
    return 1 // (n - 2)


try:
    numbers.sort(key=failing)
except ZeroDivisionError as error:
    print(error)
print(sorted(numbers))


class NoOrder:
    pass


try:
    sorted([NoOrder(), NoOrder()])
except TypeError as error:
    print(error)
