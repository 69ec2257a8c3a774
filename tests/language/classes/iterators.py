class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        self.i = 0
        return self

    def __next__(self):
        if self.i == self.n:
            raise StopIteration
        self.i += 1
        return self.i


print(list(Count(3)), sum(Count(4)), [x for x in Count(2)], max(Count(5)))


class Old:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * i


print(list(Old()), 4 in Old(), 5 in Old())
a, *b = iter([1, 2, 3])
print(a, b)


class NoIter:
    __iter__ = None


for thing in (NoIter(), 5, object()):
    try:
        iter(thing)
    except TypeError as e:
        print(e)


class Rev:
    def __reversed__(self):
        return iter("zyx")


print(list(reversed(Rev())))
