from collections import namedtuple


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


Point = namedtuple("Point", "x y")
p = Point(1, y=2)
print(p, p.x, p.y, p[0], p[-1], len(p), list(p), p == (1, 2), hash(p) == hash((1, 2)), isinstance(p, tuple))
print(Point._fields, Point.__name__, Point.__doc__, Point._field_defaults, Point.__match_args__)
print(p._replace(x=5), p._asdict(), Point._make([7, 8]), p + (3,), p < Point(1, 3))
x, y = p
print(x, y, "%s-%s" % p)
print(attempt(Point, 1), attempt(Point, 1, 2, 3), attempt(Point, 1, z=2))
print(attempt(Point._make, [1]), attempt(p._replace, q=1))


def assign():
    p.x = 3


print(attempt(assign))
print(attempt(namedtuple, "P", "x x"), attempt(namedtuple, "P", "_x"), attempt(namedtuple, "P", "class"), attempt(namedtuple, "1P", "x"))
print(attempt(namedtuple, "P", ["a b"]), namedtuple("P", "x x class _y a", rename=True)._fields)
D = namedtuple("D", ["a", "b", "c"], defaults=[2, 3])
print(D(1), D(1, 5), D._field_defaults, attempt(D), attempt(namedtuple, "E", "a", defaults=(1, 2)))


class Vector(namedtuple("Vector", "x, y, z")):
    __slots__ = ()

    def length(self):
        return (self.x**2 + self.y**2 + self.z**2) ** 0.5

    def __repr__(self):
        return "V" + super().__repr__()


print(Vector(1, 2, 2), Vector(1, 2, 2).length(), Vector(3, 4, 0)._replace(z=12).length())
print(sorted([Point(2, 1), Point(1, 5), Point(1, 2)]), max(Point(2, 1), Point(3, 0), key=lambda q: q.y))
print(Point.x.__doc__, {p: "key"}[(1, 2)])
match p:
    case Point(x=1, y=b):
        print("matched", b)
Point(1)
