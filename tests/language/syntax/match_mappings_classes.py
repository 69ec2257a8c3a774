class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Sub(Point):
    pass


class Plain:
    a = 1


def f(v):
    match v:
        case {"type": "circle", "r": r}:
            return "circle", r
        case {"k": {"deep": [a, b]}, **rest}:
            return "deep", a, b, rest
        case {1: x, "b": y}:
            return x, y
        case {"only": _}:
            return "only"
        case Sub(x=0):
            return "sub at zero"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return "y axis", y
        case Point(a, y=Point(b, c)):
            return "nested", a, b, c
        case Point(a, b) if a == b:
            return "diagonal", a
        case Point():
            return "point"
        case Plain(a=z):
            return "plain", z
        case {}:
            return "mapping"
        case int(n) | str(n):
            return "scalar", n
        case list([p, q]):
            return "list", p, q
        case dict() | tuple():
            return "never or tuple"
    return None


for v in ({"type": "circle", "r": 2, "z": 1}, {"k": {"deep": [1, 2]}, "m": 3}, {1: 2, "b": 3}, {"only": 1}, Sub(0, 1), Sub(1, 2), Point(0, 0),
          Point(0, 3), Point(1, Point(2, 3)), Point(4, 4), Point(1, 2), Plain(), {}, {"x": 1}, 5, "s", [1, 2], [1], (), 2.5, None):
    print(type(v).__name__, f(v))
try:
    match Plain():
        case Plain(1):
            pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as e:
    print(e)
try:
    match 5:
        case f(x):
            pass
except TypeError as e:
    print(e)
KEY = type("K", (), {"a": "key"})
match {"key": 1, "other": 2}:
    case {KEY.a: v, **rest}:
        print(v, rest)
match {"a": None}:
    case {"a": 1}:
        print("no")
    case {"a": None, **kw}:
        print("none", kw)
