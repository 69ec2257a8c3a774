import framebuf


def show(f, title):
    print(title)
    for y in range(4):
        print("".join("%x" % f.pixel(x, y) for x in range(6)))


for name in ("GS8", "GS4_HMSB", "RGB565"):
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (2, 3), (-4, -1), (6, 0), (0, -4), (1 << 40, 0)):
        f = framebuf.FrameBuffer(bytearray(64), 6, 4, getattr(framebuf, name))
        for i in range(24):
            f.pixel(i % 6, i // 6, i % 15 + 1)
        f.scroll(dx, dy)
        if name == "GS8":
            show(f, (dx, dy))
            first = first + [bytes(f.pixel(i % 6, i // 6) for i in range(24))] if (dx, dy) != (1, 0) else [bytes(f.pixel(i % 6, i // 6) for i in range(24))]
        else:
            same = bytes(f.pixel(i % 6, i // 6) for i in range(24))
            print(name, dx, dy, same in first)
