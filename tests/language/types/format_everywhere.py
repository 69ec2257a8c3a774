# format() of every built-in type, with and without a specification.
import sys

plain = (None, ..., NotImplemented, [], {}, (), set(), frozenset(), b"", bytearray(), range(3), slice(1), object, int, len, sys, print, {}.keys())
for thing in plain:
    assert format(thing) == str(thing) == format(thing, "") == f"{thing}" == "{}".format(thing), thing
    try:
        print(format(thing, ">10"))
    except TypeError as e:
        print(e)
print(format(True), format(True, "d"), format(True, "5"), format(False, "x"), format(True, "s") if False else "-", f"{True:>6}", f"{3:>6}", f"{'a':>6}", f"{2.5:>6}")


class Plain:
    pass


class Own:
    def __format__(self, spec):
        return "<%s>" % spec


class Bad:
    def __format__(self, spec):
        return 3


class Str:
    def __str__(self):
        return "str"


print(format(Own()), format(Own(), "a b"), f"{Own():x{1 + 1}}", "{:{}}".format(Own(), "y"), format(Str()), f"{Str()!s:>5}|{Str()!r:.0}|")
for action in (lambda: format(Bad()), lambda: format(Str(), "5"), lambda: format(Plain(), "x"), lambda: format(1, 2), lambda: format(), lambda: f"{Bad()}", lambda: object().__format__("x"), lambda: format(3, "q"), lambda: format("s", "d"),
               lambda: format("s", "+"), lambda: format("s", "=5"), lambda: format("s", ","), lambda: format(3, "=^5c5"), lambda: format(3, ".2d"), lambda: format(3, ",x"), lambda: format(3.5, "x"), lambda: format(3, "5 "), lambda: format(300, ",c"),
               lambda: format(3, "_,"), lambda: format(3, ",_"), lambda: format("x", "0=5"), lambda: format(1114112, "c"), lambda: format(3, "+c"), lambda: format(3, "#c"), lambda: format(3, "99999999999999999999"), lambda: format(1.5, ".99999999999999999999f")):
    try:
        print(action())
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
