# What stands behind % when nothing takes it: only something with keys may be left over.
class Plain:
    pass


class Keyed:
    def __getitem__(self, key):
        return key


def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


for v in (Plain(), Keyed(), object(), type, 5, None, [1], {1: 2}, "s", b"s", (), (1,), range(3), len):
    print(attempt(lambda: "text" % v), attempt(lambda: b"text" % v), attempt(lambda: "%%" % v))
print(attempt(lambda: "%(a)s" % Keyed()), attempt(lambda: "%(a)s" % Plain()), attempt(lambda: "%(a)s" % object))
for text in ("%5%", "%-%", "%.0%", "%+0.0%", "%l%", "%*%", "%(a)%", "%y", "%", "%5", "%(a", "%("):
    for v in (0, (), (1, 2), {"a": 1}):
        print(text, attempt(lambda: text % v))
for v in (Plain(), Keyed(), object, b"s", bytearray(b"ba"), memoryview(b"mv"), 5, None):
    print(attempt(lambda: b"%s" % v), attempt(lambda: b"%b" % (v,)), attempt(lambda: b"%r" % (type(v),)))
