# iter and next, with classes, functions and sentinels.
class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


c = Count(3)
print(next(c), next(c), next(c), next(c, "default"), list(Count(3)), sum(Count(4)), iter(c) is c)
try:
    next(c)
except StopIteration as error:
    print("StopIteration", error.args)
values = iter([3, 2, 1, 0, 5])
print(list(iter(lambda: next(values), 0)), next(values))
countdown = [3, 2, 1]
it = iter(countdown.pop, 3)
print(list(it), list(it), countdown)


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * i


o = iter(Old())
print(next(o), list(o), list(o), 4 in Old(), type(iter(Old())).__name__, list(zip(Old(), "abc")), max(Old()))


class Stop:
    def __getitem__(self, i):
        if i:
            raise StopIteration
        return i


print(list(Stop()))


class Broken:
    def __iter__(self):
        return 5


class Bad:
    def __getitem__(self, i):
        raise ValueError("bad item")


class NotIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


for call in (lambda: iter(5), lambda: iter(Broken()), lambda: next([]), lambda: list(Bad()), lambda: iter(5, 0), lambda: iter(NotIter()), lambda: iter(), lambda: next()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


def gen():
    got = yield 1
    return "value"


g = gen()
print(next(g))
try:
    next(g)
except StopIteration as error:
    print(error.value, error.args)
print(next(g, "done"))
