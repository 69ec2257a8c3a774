# StopIteration that a function raises inside map, filter and iter ends them; inside a generator it is a RuntimeError.
def stops(x):
    if x == 2:
        raise StopIteration
    return x


print(list(map(stops, range(5))), list(map(lambda a, b: stops(a), range(5), "abcde")), [x for x in map(stops, [0, 2, 4])])
print(list(filter(stops, [1, 2, 3])), sum(map(stops, [5, 1, 2, 9])), list(zip(map(stops, range(5)), "abcde")))
for x in map(stops, [7, 2, 7]):
    print(x)
m = map(stops, [2, 3])
print(next(m, "default"), next(m, "default"))


def generator():
    for x in range(4):
        yield stops(x)


try:
    print(list(generator()))
except RuntimeError as error:
    print(error, type(error.__cause__).__name__)
values = iter([1, 2, 3])
print(list(iter(lambda: next(values), None)))


class Once:
    def __getitem__(self, i):
        return stops(i)


print(list(Once()))
