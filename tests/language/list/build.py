# Making lists from things.
print(list(), list([1, 2]), list((1, 2)), list("abc"), list({1: 2}), list(range(3)), list({5}), list(b"ab"), list(x for x in (1, 2)))
print(list(map(str, [1, 2])), list(zip("ab", [1, 2])), list(enumerate("ab")), list(reversed([1, 2, 3])), list({"a": 1}.items()))


class Sequence:
    def __getitem__(self, index):
        if index >= 3:
            raise IndexError
        return index * 10


class Iterable:
    def __iter__(self):
        yield 1
        yield 2


class Hint:
    def __init__(self):
        self.n = 3

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Sequence()), list(Iterable()), list(Hint()), [*Sequence(), *Iterable()])
for bad in (5, None, object):
    try:
        list(bad)
    except TypeError as error:
        print(error)
try:
    list(1, 2)
except TypeError as error:
    print(error)
a = list("abc")
b = a[:]
c = list(a)
b.append("d")
print(a, b, c, a is not c, a == c)
big = list(range(100000))
print(len(big), sum(big), big[99999])
while len(big) > 10:
    big.pop()
print(big)
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1
print(grid)
