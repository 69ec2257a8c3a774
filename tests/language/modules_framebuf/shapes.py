# Lines and rectangles, clipped at the edges
import framebuf

WIDTH, HEIGHT = 20, 10
buffer = bytearray(WIDTH * HEIGHT)
f = framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, framebuf.GS8)


def show(title):
    print(title)
    for y in range(HEIGHT):
        print("".join(".#"[f.pixel(x, y) > 0] for x in range(WIDTH)))
    f.fill(0)


f.hline(2, 1, 5, 1)
f.hline(-3, 3, 5, 1)
f.hline(18, 5, 50, 1)
f.hline(0, -1, 50, 1)
f.hline(0, 9, 0, 1)
show("hline")
f.vline(2, 1, 5, 1)
f.vline(5, -3, 5, 1)
f.vline(8, 8, 50, 1)
f.vline(-1, 0, 9, 1)
show("vline")
f.rect(1, 1, 6, 4, 1)
f.rect(9, 1, 4, 4, 1, True)
f.rect(15, 6, 10, 10, 1)
f.fill_rect(-2, 7, 5, 10, 1)
f.rect(14, 2, 1, 1, 1)
f.rect(16, 2, 0, 3, 1)
show("rect")
f.line(0, 0, 19, 9, 1)
f.line(0, 9, 6, 0, 1)
f.line(10, 0, 10, 2, 1)
f.line(19, 0, 12, 0, 1)
f.line(15, 5, 15, 5, 1)
show("line")
f.line(-5, -5, 30, 20, 1)
f.line(5, 20, 30, -10, 1)
f.line(1 << 40, 0, 1 << 41, 5, 1)
show("clipped")
