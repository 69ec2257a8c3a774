# None, Ellipsis and NotImplemented; True and False as numbers.
print(None, ..., NotImplemented, repr(None), type(None).__name__, type(...).__name__, type(NotImplemented).__name__)
print(type(None)() is None, type(...)() is ..., type(NotImplemented)() is NotImplemented, bool(None), bool(...), hash(None) == hash(None))
for kind in (type(None), type(...), type(NotImplemented), bool):
    try:
        type("Sub", (kind,), {})
    except TypeError as e:
        print(e)
    try:
        kind(1, 2)
    except TypeError as e:
        print(type(e).__name__)
for thing in (None, ..., True):
    try:
        thing.attribute = 1
    except AttributeError as e:
        print(e)
print(True + True, True * 3, -True, ~True, True & False, True | 2, True ^ True, True / 2, True << 3, "%d %s" % (True, True), int(True), float(True), True == 1, {True: 1}[1], [10, 20][True], "ab" * True, round(True), divmod(True, 2), pow(True, 0))
print(bool(), bool([]), bool([0]), bool(""), bool(0.0), bool("0"), bool(range(0)), isinstance(True, int), issubclass(bool, int), True.real, True.bit_length(), format(True, "d"))
print(type(True & True).__name__, type(True & 1).__name__, type(True + 0).__name__, type(not 1).__name__, bool.__mro__, bool("False"))
