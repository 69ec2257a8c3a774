"""Large strs and bytes in lists, dicts, tuples, sets, attributes, closures and generators, while a heap is filled and emptied around them: in a small one they
are moved meanwhile, and whoever holds one has to find it."""


class Note:
    def __init__(self, text, data):
        self.text = text
        self.data = data


def text(n):
    return "text %d " % n * 12


def data(n):
    return b"%d bytes " % n * 12


def keeper(value):
    def kept():
        return value

    return kept


def lines(n):
    first, second = text(n), data(n)
    while True:
        yield first
        yield second


class Shelf:
    def __init__(self):
        self.items = []
        self.by_text = {}
        self.closures = []
        self.generators = []

    def add(self, n):
        t = text(n)
        self.items.append((t, [data(n)], Note(t, data(n))))
        self.by_text[t] = data(n)
        self.by_text[data(n)] = t
        self.closures.append(keeper(text(n)))
        self.generators.append(lines(n))
        next(self.generators[-1])

    def drop(self, n):
        """Every other one goes, which leaves gaps."""
        del self.items[::2], self.closures[::2], self.generators[::2]
        for k in n:
            self.by_text.pop(text(k), None)
            self.by_text.pop(data(k), None)

    def check(self, numbers):
        for n, (t, d, note) in zip(numbers, self.items):
            assert t == text(n) and d == [data(n)], n
            assert note.text is t and note.data == data(n), n
            assert self.by_text[t] == data(n) and self.by_text[data(n)] == t, n
        assert [c() for c in self.closures] == [text(n) for n in numbers]
        assert [next(g) for g in self.generators] == [data(n) for n in numbers]
        for g in self.generators:
            next(g)


def fill():
    """Asks for what is only there when others make room."""
    size, got = 40000, 0
    while size > 200:
        try:
            got += len(bytearray(size)) > 0
        except MemoryError:
            pass
        size = size * 4 // 5
    return got


shelf = Shelf()
numbers = list(range(12))
for number in numbers:
    shelf.add(number)
for step in range(3):
    assert fill() > 0
    shelf.check(numbers)
    shelf.drop(numbers[::2])
    numbers = numbers[1::2]
    for number in range(100 * (step + 1), 100 * (step + 1) + 6):
        shelf.add(number)
        numbers.append(number)
    shelf.check(numbers)

long = text(77)
address = id(long)
held = [long]
del long
fill()
assert id(held[0]) == address
print(len(shelf.items), numbers)
