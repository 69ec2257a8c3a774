import uctypes as u

shape = {
    "raw": (u.ARRAY | 0, u.UINT8 | 4),
    "signed": (u.ARRAY | 0, u.INT8 | 4),
    "words": (u.ARRAY | 4, u.UINT16 | 3),
    "points": (u.ARRAY | 10, 2, {"x": u.INT16 | 0, "y": u.INT16 | 2}),
    "grid": (u.ARRAY | 0, 2, {"row": (u.ARRAY | 0, u.UINT8 | 2)}),
}
data = bytearray(range(18))
s = u.struct(u.addressof(data), shape, u.LITTLE_ENDIAN)
print(s.raw, type(s.raw) is bytearray, s.signed[3], s.words[1], s.words[-1])
print(s.points[1].x, s.points[0].y, s.grid[1].row, s.grid[-1].row[0])
s.raw[1] = 99
s.raw[2] = -1
s.signed[0] = -2
s.words[2] = 0x1FFFF
s.points[1].y = -300
print(data.hex())
s.raw[0:2] = b"ab"
print(data[:4], u.sizeof(s.raw), u.sizeof(s.words), u.sizeof(s.points), u.sizeof(s))
for wrong in (
    lambda: s.words[3],
    lambda: s.words[-4],
    lambda: s.points[2],
    lambda: s[0],
    lambda: s.points.x,
    lambda: s.words["x"],
    lambda: setattr(s, "words", 1),
    lambda: s.points.__setitem__(0, 1),
    lambda: s.raw.append(1),
    lambda: s.raw.clear(),
    lambda: s.nothing,
    lambda: setattr(s, "nothing", 1),
    lambda: hash(s),
):
    try:
        print(wrong())
    except (TypeError, IndexError, AttributeError, BufferError) as e:
        print(type(e).__name__)
