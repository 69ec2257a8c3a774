# What is said when a sequence meets what cannot be appended: the kind of sequence is named, not the class.
class S(str): pass
class B(bytes): pass
class L(list): pass
class T(tuple): pass


class Other:
    def __mul__(self, other):
        return NotImplemented


def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e)


for left in (S("a"), B(b"a"), L([1]), T((1,)), "a", b"a", bytearray(b"a"), [1], (1,)):
    for right in (Other(), object(), 1, None, "s", b"s", [2], (2,)):
        print(type(left).__name__, type(right).__name__, attempt(lambda: left + right))


def extended(left, right):
    left += right
    return left


for left in (S("a"), B(b"a"), L([1]), T((1,))):
    for right in (Other(), 1, None):
        print(attempt(lambda: extended(left, right)))
