# How often a sequence may be repeated, and by what.
class Int(int):
    pass


class Index:
    def __index__(self):
        return 2


class Number:
    def __int__(self):
        return 2


def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


for one in ("ab", b"ab", bytearray(b"ab"), [1], (1, 2)):
    for n in (Int(2), Int(-1), Int(0), Index(), True, Number(), 2**70, -2**70, 1.0, "x", None, Int(2**70)):
        print(type(n).__name__, attempt(lambda: one * n), attempt(lambda: n * one))
items = [1]
items *= Int(3)
print(items)
