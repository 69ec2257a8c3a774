# What int(), float(), % and the like ask of subclasses of numbers and of text.
import math
import operator


def tell(f, *a):
    try:
        v = f(*a)
    except Exception as e:
        v = type(e).__name__ + ": " + str(e)
    print(type(v).__name__, v, end="; ")


class TextFloat(str):
    def __float__(self): return 2.5
class TextInt(str):
    def __int__(self): return 2
class TextIndex(str):
    def __index__(self): return 3
class TextTrunc(str):
    def __trunc__(self): return 4
class Int(int): pass
class IntIndex(int):
    def __index__(self): return 7
    def __floor__(self): return "floor"
class IntFloat(int):
    def __float__(self): return 9.5
class Float(float):
    def __int__(self): return 42
    def __float__(self): return 1.25
    def __trunc__(self): return "trunc"
class Wrong:
    def __int__(self): return "x"
class Whole:
    def __int__(self): return 3
class Real:
    def __float__(self): return 3.5


values = [TextFloat("5"), TextFloat("a"), TextInt("a"), TextIndex("6"), TextTrunc("b"), Int(5), IntIndex(5), IntFloat(5), Float(2.5), Wrong(), Whole(), Real(), 1j, "5", b"5", None, float("inf"), float("nan")]
for x in values:
    print(repr(x) if "object" not in repr(x) else type(x).__name__, end=": ")
    for f in int, float, math.floor, math.ceil, math.trunc, math.sqrt, operator.index:
        tell(f, x)
    for f in "%d", "%i", "%x", "%5u":
        tell(operator.mod, f, (x,))
    print()
tell(chr, Int(65)), tell(chr, 2**70), tell(chr, -1)
print()


# Text of bytes: whatever cannot be iterated, and why, is the same error.
class Never:
    __iter__ = None
class Number:
    def __iter__(self): return 5
class ListNever(list):
    __iter__ = None
class Fails:
    def __iter__(self): raise KeyError("iter")
class TextBytes(str):
    def __bytes__(self): return b"own"
for x in TextBytes("t"), Never(), Number(), ListNever(), Fails(), 2.5, None, [1, 2], "text":
    tell(bytes, x), tell(bytearray, x), tell(bytes, x, "utf-8")
    print()


# reversed() wants a length of what has items.
class Items:
    def __getitem__(self, i): return i
class Sized(Items):
    def __len__(self): return 3
class DictItems(dict):
    def __getitem__(self, i): return i
class ListLength(list):
    def __len__(self): return 1
    def __getitem__(self, i): return "item"
class TextLength(str):
    def __len__(self): return 1
for x in Items(), Sized(), ListLength([1, 2]), TextLength("ab"), DictItems({1: 2}), 5, {1}, range(3), iter([]):
    try:
        print(list(reversed(x)))
    except TypeError as e:
        print("TypeError", e)
