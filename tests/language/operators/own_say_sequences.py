# Subclasses of sequences with some methods of + and *: sequences join and repeat last, and reflected methods of them are theirs alone.
import operator
from array import array
from collections import deque


def tell(f, *a):
    try:
        v = f(*a)
    except Exception as e:
        v = type(e).__name__ + ": " + str(e)
    print(v if type(v) in (tuple, str, int, list, bytes) else type(v).__name__, end="; ")


class Plain: pass
class Index:
    def __index__(self): return 2
class Text(str): pass
class TextAdds(str):
    def __add__(self, o): return NotImplemented
class TextRadds(str):
    def __radd__(self, o): return "radd"
class List(list): pass
class ListRepeats(list):
    def __rmul__(self, o): return "rmul"
class ListInplace(list):
    def __iadd__(self, o): return NotImplemented
    def __imul__(self, o): return NotImplemented
class Radds:
    def __radd__(self, o): return "radd of " + type(o).__name__
    def __rmul__(self, o): return "rmul of " + type(o).__name__
class Int(int): pass


def values():
    return [Plain(), Index(), Text("t"), TextAdds("a"), TextRadds("r"), List([1]), ListRepeats([2]), ListInplace([3]), Radds(), Int(2), 2, 2.5, "s", b"b", [4], (5,), {}, {6}, range(2), None]


for name in "add", "iadd", "mul", "imul":
    for x in range(len(values())):
        print(name, type(values()[x]).__name__, end=": ")
        for y in range(len(values())):
            if name[-3:] == "mul" and not {x, y} & {1, 9, 10} and not {x, y} & {0, 6, 7, 8, 19}:
                continue  # two things that are no numbers: which one is named differs
            tell(getattr(operator, name), values()[x], values()[y])
        print()

for kind in str, bytes, bytearray, list, tuple, deque, array:
    print(kind.__name__, [n for n in ("__add__", "__radd__", "__iadd__", "__mul__", "__rmul__", "__imul__", "__sub__", "__mod__", "__rmod__") if hasattr(kind, n)])
for f, *a in [(str.__mul__, "a", 2.5), (str.__mul__, "a", Index()), (str.__add__, "a", 1), (list.__iadd__, [], 1), (list.__imul__, [], 2.5), (list.__rmul__, [1], Index()), (tuple.__add__, (), []), (bytes.__add__, b"", 1)]:
    tell(f, *a)
print()
