def gen():
    yield 1
    yield {}["missing"]


def outer():
    yield from gen()


class Iter:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self.it)


i = Iter()
i.it = outer()
for x in i:
    print(x)
