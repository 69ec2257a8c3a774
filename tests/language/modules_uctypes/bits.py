import uctypes as u


def field(kind, position, length, offset=0):
    return kind | offset | position << u.BF_POS | length << u.BF_LEN


shape = {
    "low": field(u.BFUINT16, 0, 4),
    "mid": field(u.BFUINT16, 4, 8),
    "high": field(u.BFUINT16, 12, 4),
    "sign": field(u.BFINT16, 12, 4),
    "byte": field(u.BFUINT8, 1, 3, 2),
    "wide": field(u.BFUINT32, 20, 12, 4),
    "all": u.UINT64 | 0,
}
for layout in (u.LITTLE_ENDIAN, u.BIG_ENDIAN):
    data = bytearray(8)
    s = u.struct(u.addressof(data), shape, layout)
    s.mid = 0xAB
    print(data.hex(), s.low, s.mid, s.high)
    s.high = 0x1F
    s.low = 3
    s.byte = 5
    s.wide = 0xFFF
    print(data.hex(), s.low, s.mid, s.high, s.sign, s.byte, s.wide)
    s.sign = -3
    s.mid = 0
    print(data.hex(), s.high, s.sign)
print(u.sizeof(shape, u.LITTLE_ENDIAN), u.sizeof({"b": shape["byte"]}, u.LITTLE_ENDIAN))
