"""Prints what kinds of objects take of the heap, in bytes each: the mean of many, by gc.mem_alloc()."""
import gc

MANY = 64


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def counter():
    n = 0

    def count():
        return n

    return count


def numbers(n):
    for i in range(n):
        yield i


def started():
    g = numbers(3)
    next(g)
    return g


def text(i):
    return "value%02d" % i


KEYS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


def strings():
    d = {}
    for i, key in enumerate(KEYS):
        d[key] = text(i)
    return d


KINDS = (
    ("instance with two attributes", lambda: Point(1, 2)),
    ("list of 100 ints", lambda: [7] * 100),
    ("list of 100 ints, appended", lambda: [i for i in range(100)]),
    ("dict of 10 strings", strings),
    ("closure", counter),
    ("generator", started),
    ("str of 7 characters", lambda: text(1)),
    ("tuple of 2", lambda: (text, MANY)),
    ("float", lambda: MANY / 7),
)


def size_of(make):
    kept = [None] * MANY
    make()
    gc.collect()
    before = gc.mem_alloc()
    for i in range(MANY):
        kept[i] = make()
    gc.collect()
    return (gc.mem_alloc() - before) // MANY


for name, make in KINDS:
    print("%s: %d" % (name, size_of(make)))
