# Classes that derive from tuple, with attributes and __new__.
class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    @property
    def y(self):
        return self[1]

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


p = Point(1, 2)
q = p + Point(10, 20)
print(p, q, q.x, q.y, p == (1, 2), hash(p) == hash((1, 2)), len(p), tuple(p), isinstance(p, tuple), {p: 1}[(1, 2)])
x, y = q
print(x, y, p[0:1], type(p[:]).__name__, p < q)


class Named(tuple):
    pass


n = Named([1, 2, 3])
n.name = "three"
print(n, n.name, n[1], Named(), type(n + n).__name__, type(n * 2).__name__, n.__dict__)


class Slotted(tuple):
    __slots__ = ()


s = Slotted("ab")
try:
    s.z = 1
except AttributeError as error:
    print("AttributeError")
print(s)
