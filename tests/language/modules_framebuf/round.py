# Ellipses and polygons
import framebuf
from array import array

WIDTH, HEIGHT = 23, 13
buffer = bytearray(WIDTH * HEIGHT)
f = framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, framebuf.GS8)


def show(title):
    print(title)
    for y in range(HEIGHT):
        print("".join(".#+"[f.pixel(x, y)] for x in range(WIDTH)))
    f.fill(0)


f.ellipse(11, 6, 10, 5, 1)
show("ellipse")
f.ellipse(11, 6, 6, 6, 1, True)
show("disc")
f.ellipse(11, 6, 10, 6, 1, True, 0b0101)
f.ellipse(11, 6, 10, 6, 2, False, 0b1010)
show("quadrants")
f.ellipse(0, 0, 5, 5, 1)
f.ellipse(22, 12, 5, 8, 1, True)
f.ellipse(11, 6, 0, 0, 2)
f.ellipse(7, 6, 0, 3, 2)
f.ellipse(15, 6, 3, 0, 2)
f.ellipse(100, 100, 5, 5, 1, True)
show("edges")
f.poly(1, 1, array("h", [0, 0, 10, 0, 10, 10, 5, 4, 0, 10]), 1)
f.poly(12, 1, array("h", [0, 0, 10, 0, 10, 10, 5, 4, 0, 10]), 1, True)
show("poly")
star = array("b", [7, 0, 3, 12, 13, 4, 1, 4, 11, 12])
f.poly(0, 0, star, 1, True)
f.poly(0, 0, star, 2)
show("star")
f.poly(20, 2, b"\0\0", 1)
f.poly(15, 2, b"\0\0\3\3", 1)
f.poly(2, 2, array("i", [0, 0, 3, 0, 9]), 1)
f.poly(0, 0, array("h"), 1)
f.poly(-4, 8, array("h", [0, 0, 8, 0, 8, 8, 0, 8]), 1, True)
show("few corners")
try:
    f.poly(0, 0, [0, 0, 1, 1], 1)
except TypeError as e:
    print("TypeError")
try:
    f.poly(0, 0, array("f", [0, 0, 1, 1]), 1)
except TypeError as e:
    print("TypeError")
