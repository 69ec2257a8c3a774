# What a frame buffer wants of its buffer, and classes derived from it
import framebuf


def attempt(*args):
    try:
        framebuf.FrameBuffer(*args)
        print("made")
    except (ValueError, TypeError, BufferError) as e:
        print(type(e).__name__)


GS8, VLSB, HLSB = framebuf.GS8, framebuf.MONO_VLSB, framebuf.MONO_HLSB
for args in (
    (bytearray(20), 4, 5, GS8),
    (bytearray(19), 4, 5, GS8),
    (bytearray(24), 4, 4, GS8, 6),
    (bytearray(22), 4, 4, GS8, 6),
    (bytearray(21), 4, 4, GS8, 6),
    (bytearray(24), 4, 4, GS8, 3),
    (bytearray(4), 4, 8, VLSB),
    (bytearray(7), 4, 9, VLSB),
    (bytearray(2), 9, 1, HLSB),
    (bytearray(1), 9, 1, HLSB),
    (bytearray(4), 0, 1, GS8),
    (bytearray(4), 1, -1, GS8),
    (bytearray(4), 1, 1, 7),
    (bytearray(4), 1, 1, -1),
    (bytes(4), 1, 1, GS8),
    ("text", 1, 1, GS8),
    (bytearray(4), 1, 1),
    (),
):
    attempt(*args)


class Panel(framebuf.FrameBuffer):
    def __init__(self, width):
        self.width = width
        self.memory = bytearray(width * 2)
        super().__init__(self.memory, width, 2, framebuf.GS8)

    def border(self):
        self.hline(0, 0, self.width, 3)


p = Panel(width=4)
p.border()
print(p.memory, bytes(p), isinstance(p, framebuf.FrameBuffer))
p.memory.append(1)
p.pixel(0, 1, 9)
print(p.memory)
del p.memory[4:]
try:
    p.fill(0)
except ValueError as e:
    print("ValueError")


class Late(framebuf.FrameBuffer):
    def __init__(self):
        pass


try:
    Late().fill(1)
except ValueError:
    print("ValueError")
f = framebuf.FrameBuffer(bytearray(4), 2, 2, format=framebuf.GS8)
print(f.fill(1), f.pixel(0, 0, 5), f.line(0, 0, 1, 1, 2), f.scroll(0, 1))
