"""Floats: escape times in the Mandelbrot set."""


def escape(cx, cy, limit):
    x = y = 0.0
    for i in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return i
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def run(w, h):
    total = 0
    for j in range(h):
        for i in range(w):
            total += escape(3.0 * i / w - 2.0, 2.0 * j / h - 1.0, 60)
    return total


print(run(420, 280))
