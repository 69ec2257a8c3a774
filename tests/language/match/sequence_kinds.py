# What counts as a sequence, and as a mapping.
from collections import deque
class S(list): pass
class T(tuple): pass
class M(dict): pass
class Own:
    def __len__(self): return 2
    def __getitem__(self, i): return i


def f(v):
    match v:
        case []: return "empty"
        case [x]: return "one", x
        case [x, y] if x == y: return "same"
        case [1 | 2 as x, *rest]: return "starts", x, rest
        case [*rest, 9]: return "ends", rest
        case [x, [y, *_], *_]: return "inner", x, y
        case [_, _]: return "two"
        case [*_]: return "many"
        case {}: return "mapping"
        case _: return "neither"


for v in ([], (), [5], S([1, 2, 3]), T((4, 9)), [3, [4, 5]], [7, 7], [3, 4], (3, 4, 5), "ab", b"ab", bytearray(b"ab"), {1, 2}, {}, M(a=1), range(2), range(0), deque([8]), memoryview(b"xy"), Own(), iter([1]), None, [[], []]):
    print(type(v).__name__, f(v))
