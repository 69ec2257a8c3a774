# Copies between frame buffers, with a color left out and colors mapped
import framebuf

WIDTH, HEIGHT = 8, 5
f = framebuf.FrameBuffer(bytearray(WIDTH * HEIGHT), WIDTH, HEIGHT, framebuf.GS8)


def show(title):
    print(title)
    for y in range(HEIGHT):
        print(" ".join("%02x" % f.pixel(x, y) for x in range(WIDTH)))
    f.fill(0)


image = framebuf.FrameBuffer(bytearray(range(1, 7)), 3, 2, framebuf.GS8)
f.blit(image, 1, 1)
f.blit(image, -1, -1)
f.blit(image, 6, 4)
f.blit(image, 50, 50)
show("plain")
f.fill(9)
f.blit(image, 1, 1, 5)
show("key")
mono = framebuf.FrameBuffer(bytearray(b"\xa0\x40"), 3, 2, framebuf.MONO_HLSB)
palette = framebuf.FrameBuffer(bytearray(b"\x11\xee"), 2, 1, framebuf.GS8)
f.blit(mono, 0, 0, -1, palette)
f.blit(mono, 4, 0, 0x11, palette)
f.blit(mono, 4, 3)
show("palette")
f.blit((b"\1\2\xff\3\4", 2, 2, framebuf.GS8, 3), 1, 1)
f.blit([b"\x1b", 4, 1, framebuf.GS2_HMSB], 4, 4, -1, (b"\xa0\xa1\xa2\xa3", 4, 1, framebuf.GS8))
show("tuples")
for wrong in (
    lambda: f.blit(None, 0, 0),
    lambda: f.blit((b"", 1, 1, framebuf.GS8), 0, 0),
    lambda: f.blit((b"", 1, 1), 0, 0),
    lambda: f.blit((b"", 1, 1, 1, 1, 1), 0, 0),
    lambda: f.blit(image, 0, 0, -1, 5),
):
    try:
        wrong()
        print("done")
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
