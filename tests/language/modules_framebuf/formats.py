# Where each format keeps its pixels
import framebuf

names = ("MONO_VLSB", "MONO_HLSB", "MONO_HMSB", "GS2_HMSB", "GS4_HMSB", "GS8", "RGB565")
bits = {"GS2_HMSB": 2, "GS4_HMSB": 4, "GS8": 8, "RGB565": 16}
for name in names:
    width, height = (4, 9) if name == "MONO_VLSB" else (9, 3)
    color = (1 << bits.get(name, 1)) - 2 or 1
    stride = {"GS2_HMSB": 12, "GS4_HMSB": 10, "GS8": 9, "RGB565": 9}.get(name, 16)
    buffer = bytearray(stride * height * bits.get(name, 1) // 8 if name != "MONO_VLSB" else 8)
    f = framebuf.FrameBuffer(buffer, width, height, getattr(framebuf, name))
    for x, y in ((0, 0), (1, 0), (width - 1, 1), (2, height - 1)):
        f.pixel(x, y, color)
    print(name, getattr(framebuf, name), buffer.hex())
    print(f.pixel(0, 0), f.pixel(2, 0), f.pixel(width - 1, 1), f.pixel(-1, 0), f.pixel(width, 0), f.pixel(0, height))
    f.pixel(1, 0, 0)
    f.pixel(100, 100, 1)
    print(buffer.hex(), f.pixel(1, 0))
    f.fill(color)
    print(buffer.hex())
    print(memoryview(f)[0], bytes(f) == buffer)
print(framebuf.MVLSB == framebuf.MONO_VLSB)
f = framebuf.FrameBuffer(bytearray(8), 4, 4, framebuf.GS4_HMSB)
f.pixel(1, 1, 0x1234)
f.pixel(2, 1, -1)
print(f.pixel(1, 1), f.pixel(2, 1))
f = framebuf.FrameBuffer1(bytearray(8), 8, 8)
f.pixel(3, 3, 200)
print(f.pixel(3, 3), bytes(f), bytes(framebuf.FrameBuffer1(bytearray(20), 8, 16, 12)) == bytes(20))
