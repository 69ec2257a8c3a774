# A number and a subclass of a wider number: the subclass's reflected method is asked, the built-in one does without it.
class F(float):
    def __radd__(self, other):
        return "radd", type(other).__name__


class C(complex):
    def __rmul__(self, other):
        return "rmul", type(other).__name__


class I(int):
    def __radd__(self, other):
        return "int radd", type(other).__name__


class Plain(float):
    pass


def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e)


def added(a, b):
    a += b
    return a


for left in (1, True, 2**70, 1.5, 2j, I(3), Plain(2.5)):
    for right in (F(0.5), C(1), I(2), Plain(1.5)):
        print(type(left).__name__, type(right).__name__, attempt(lambda: left + right), attempt(lambda: right + left), attempt(lambda: added(left, right)))
        print(attempt(lambda: left - right), attempt(lambda: left * right), attempt(lambda: right * left))
