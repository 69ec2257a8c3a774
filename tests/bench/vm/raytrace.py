"""Objects and floats: a sphere under a light, with operator methods."""
from math import sqrt


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vector(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, center, radius):
        self.center = center
        self.radius = radius

    def hit(self, origin, direction):
        away = origin - self.center
        b = away.dot(direction)
        c = away.dot(away) - self.radius * self.radius
        d = b * b - c
        return -b - sqrt(d) if d > 0 else None


def render(w, h):
    spheres = [Sphere(Vector(0.0, 0.0, 5.0), 1.0), Sphere(Vector(1.5, 0.5, 4.0), 0.6)]
    light = Vector(-1.0, 1.0, -1.0).unit()
    eye = Vector(0.0, 0.0, 0.0)
    total = 0.0
    for j in range(h):
        for i in range(w):
            ray = Vector((i - w / 2) / w * 2, (j - h / 2) / h * 2, 2.0).unit()
            best = None
            for sphere in spheres:
                t = sphere.hit(eye, ray)
                if t is not None and (best is None or t < best[0]):
                    best = (t, sphere)
            if best:
                point = eye + ray * best[0]
                normal = (point - best[1].center).unit()
                total += max(0.0, normal.dot(light))
    return total


print("%.6f" % render(320, 240))
