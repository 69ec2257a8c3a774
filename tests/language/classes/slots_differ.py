# What __slots__ and the order of attributes do that CPython's do not.
class A:
    __slots__ = ("a",)


class B:
    __slots__ = ("b",)


class Both(A, B):
    __slots__ = ()


both = Both()
both.a, both.b = 1, 2
print(both.a, both.b, hasattr(both, "__dict__"))


class Text(str):
    __slots__ = ("note",)


text = Text("t")
text.note, text.more = 1, 2
print(text, text.note, text.more)

try:
    del A.a
except AttributeError as e:
    print(e)


class Order:
    def __init__(self, first):
        setattr(self, first, 1)
        self.x = self.y = 2


print(vars(Order("x")), vars(Order("y")))


class Hidden(A):
    a = 5


hidden = Hidden()
hidden.a = 6
print(hidden.a, vars(hidden))
