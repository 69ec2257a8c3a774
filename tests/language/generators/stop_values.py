# What a StopIteration carries comes through the iterators in C that read a program's iterator.
class Ends:
    def __init__(self, *values):
        self.values = values

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(*self.values)


def show(iterator):
    try:
        next(iterator)
    except StopIteration as e:
        print(type(iterator).__name__, e.args, e.value)


for values in (), (42,):
    show(enumerate(Ends(*values)))
    show(map(str, Ends(*values)))
    show(zip(Ends(*values)))
    show(filter(None, Ends(*values)))
    show(map(str, zip(Ends(*values))))


def raise_444(x):
    if x < 3:
        return x
    raise StopIteration(444)


def delegating():
    print("result", (yield from map(raise_444, range(100))))
    print("result", (yield from Ends(7)))
    print("result", (yield from zip(Ends(8), Ends(9))))
    print("result", (yield from []))


print(list(delegating()))
show(map(str, []))


def stale(x):
    next(map(raise_444, [5]), None)
    return True


show(filter(stale, iter([])))
