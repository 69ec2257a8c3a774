"""Bound methods of bound methods and of callable objects: each puts its self in front, and the caller's variables stay what they are."""
import types


class Callable:
    def __call__(self, *args):
        return args


class Meta(type):
    def __call__(cls, *args, **keywords):
        return "class", args, keywords


class Made(metaclass=Meta):
    pass


def show(*args, **keywords):
    return args, keywords


def nest(function, count):
    for number in range(count):
        function = types.MethodType(function, number)
    return function


def called(method):
    a, b, c, d = [1], [2], "c", "d"
    first = method(a)
    second = method(a, b)
    return a, b, c, d, first, second


def called_with_names(method):
    a, b, c, d = [1], [2], "c", "d"
    first = method(a, key=b)
    second = method(*[a, b])
    return a, b, c, d, first, second


def in_generator(method):
    a, b, c = [1], [2], "c"
    yield method(a)
    yield a, b, c


for count in range(8):
    print(called(nest(show, count)))
    print(called_with_names(nest(show, count)))
    print(called(nest(Made, count)))
    print(called_with_names(nest(Made, count)))
    print(called(nest(Callable(), count)))
    print(*in_generator(nest(show, count)))


class Holder:
    method = nest(show, 3)
    __call__ = nest(show, 2)

    def __init__(self):
        self.own = nest(Callable(), 2)


def attributes():
    a, b, c = [1], [2], Holder()
    r, s, t = c.method(a), c.own(b), c(3)
    return a, b, r, s[:-1], s[-1], t


print(attributes())
