# The letters: all printable ASCII in cells of eight by eight, a box for anything else
import framebuf

WIDTH = 8 * 16
f = framebuf.FrameBuffer(bytearray(WIDTH), WIDTH, 8, framebuf.MONO_VLSB)
for first in range(32, 128, 16):
    f.fill(0)
    f.text("".join(chr(c) for c in range(first, first + 16)), 0, 0)
    for y in range(8):
        print("".join(" #"[f.pixel(x, y)] for x in range(WIDTH)).rstrip())
f = framebuf.FrameBuffer(bytearray(20 * 10), 20, 10, framebuf.GS8)
f.text("\u00e9A", -2, 1, 7)
f.text("zz", 14, 6, 5)
f.text("", 0, 0)
f.text("out", 500, 500)
for y in range(10):
    print("".join("%x" % f.pixel(x, y) for x in range(20)))
try:
    f.text(5, 0, 0)
except TypeError:
    print("TypeError")
