# A class with methods, class attributes and instances.
class Point:
    """A point in the plane."""

    dimension = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def __repr__(self):
        return "Point(%r, %r)" % (self.x, self.y)


p = Point(1, 2)
print(p, p.moved(3, 4), Point(5))
print(Point.dimension, p.dimension, Point.__name__, Point.__doc__)
p.dimension = 3
print(p.dimension, Point.dimension)
Point.dimension = 4
print(p.dimension, Point.dimension, Point(0).dimension)
del p.dimension
print(p.dimension)
print(isinstance(p, Point), isinstance(p, object), type(p) is Point, type(Point) is type)
print(Point.moved(p, 1, 1), p.moved.__self__ is p, p.moved.__func__ is Point.moved)
try:
    Point()
except TypeError as e:
    print(e)
try:
    Point(1, 2, 3)
except TypeError as e:
    print(e)
try:
    p.z
except AttributeError as e:
    print(e)
