class Stack(list):
    def push(self, item):
        self.append(item)
        return self

    def __repr__(self):
        return "Stack" + super().__repr__()


s = Stack([1, 2])
print(s.push(3), len(s), s[-1], s == [1, 2, 3], isinstance(s, list), s + [4])
s.label = "numbers"
print(s.label, s.__dict__)


class Named(dict):
    def __init__(self, name, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.name = name

    def __missing__(self, key):
        return self.name + "." + key


n = Named("n", a=1)
print(n["a"], n["b"], n, n.name)


class Celsius(float):
    def fahrenheit(self):
        return self * 9 / 5 + 32


c = Celsius(100)
print(c, c.fahrenheit(), c + 1, type(c + 1).__name__)
c.place = "kettle"
print(c.place)


class Even(int):
    def __new__(cls, value):
        return super().__new__(cls, value // 2 * 2)

    def half(self):
        return self // 2


e = Even(7)
print(e, e.half(), e + 1, isinstance(e, int), type(e).__name__, {e: 1}[6])
e.note = "small"
e.other = [1]
print(e.note, e.other, e == 6, hash(e) == hash(6))


class Shout(str):
    def __str__(self):
        return self.upper() + "!"


x = Shout("hi")
x.loud = True
print(x, repr(x), x + " there", x.loud, len(x), "%s" % x, f"{x}")


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    @property
    def first(self):
        return self[0]


p = Pair(1, 2)
p.tag = "pair"
p.tags = {"a": 1}
print(p, p.first, p == (1, 2), p.tag, p.tags, len(p))


class Blob(bytes):
    pass


b = Blob(b"abc")
b.kind = "raw"
print(b, b.kind, b[0], len(b))


class Bag(set):
    def total(self):
        return sum(self)


print(Bag([1, 2, 2, 3]).total(), Bag([1]) == {1})
