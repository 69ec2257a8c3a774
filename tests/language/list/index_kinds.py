# What may stand between brackets.
class Index:
    def __index__(self):
        return 1


class Int:
    def __int__(self):
        return 1

    __float__ = __trunc__ = __int__


class Wrong:
    def __index__(self):
        return "1"


def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


for box in ([0, 1, 2], (0, 1, 2), "abc", b"abc", bytearray(b"abc"), range(3), memoryview(b"abc")):
    for i in (Index(), Int(), Wrong(), True, 1.0, None, "1", 2**70):
        print(type(box).__name__, type(i).__name__, attempt(lambda: box[i]))
    print(attempt(lambda: len(box[Int():])), attempt(lambda: len(box[Index():])))
items = [0, 1, 2]
print(attempt(lambda: items.__setitem__(Int(), 3)), attempt(lambda: items.__delitem__(Int())), attempt(lambda: items.insert(Int(), 3)))
print(attempt(lambda: items.pop(Int())), attempt(lambda: items.pop(Index())), items)
print(attempt(lambda: range(Int())), attempt(lambda: chr(Int())), attempt(lambda: hex(Int())), attempt(lambda: int(Index())), attempt(lambda: float(Index())))
