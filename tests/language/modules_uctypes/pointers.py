import uctypes as u

target = bytearray(b"\1\2\3\4\5\6\7\x08")
address = u.addressof(target)
shape = {
    "bytes": (u.PTR | 0, u.UINT8),
    "words": (u.PTR | 0, u.UINT16),
    "pairs": (u.PTR | 0, {"a": u.UINT8 | 0, "b": u.INT8 | 1}),
}
holder = bytearray(u.sizeof(shape))
s = u.struct(u.addressof(holder), shape, u.LITTLE_ENDIAN)
holder[:] = address.to_bytes(len(holder), __import__("sys").byteorder)
print(int(s.bytes) == address, s.bytes[0], s.bytes[7], hex(s.words[1]), s.pairs[2].a, s.pairs[3].b)
s.bytes[0] = 255
s.words[1] = 0xBBAA
s.pairs[3].b = -1
print(target.hex())
try:
    int(s)
except TypeError:
    print("TypeError")
