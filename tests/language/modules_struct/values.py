# Needs 64-bit words.
import struct
from struct import calcsize, iter_unpack, pack, pack_into, unpack, unpack_from

for f, values in [("<bBhHiIqQ", (-1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1)), (">hHiI", (-1, 1, -1, 1)), ("!IH", (0x01020304, 0x0506)),
                  ("<fd", (1.5, -2.25)), (">e", (0.5,)), ("<3s2x5p?", (b"ab", b"pqr", True)), ("@bhilq", (1, 2, 3, 4, 5)), ("=bhilq", (1, 2, 3, 4, 5)),
                  ("c3c", (b"a", b"b", b"c", b"d")), (" < h h ", (1, 2)), ("2h2x", (1, 2)), ("0s", (b"",)), ("", ())]:
    data = pack(f, *values)
    print(f, data, unpack(f, data), calcsize(f))
for x in (0.0, -0.0, 1.0, 65504.0, 6e-8, 1e-9, float("inf"), -float("inf"), 0.1, 2049.0, 1.0009765625, 2**-14, 2**-24, 2**-25):
    print(x, pack(">e", x), unpack(">e", pack(">e", x)))
print(unpack(">e", b"\x7e\x00")[0] != unpack(">e", b"\x7e\x00")[0])
b = bytearray(8)
pack_into("<HH", b, 2, 1, 2)
pack_into("<H", b, -2, 0x4142)
print(b, unpack_from("<H", b, 2), unpack_from("<H", b, offset=-2))
print(list(iter_unpack("<H", b"\x01\x00\x02\x00")), calcsize("hi"), calcsize("=hi"), calcsize("hxi"), calcsize("i0q"), calcsize("b0i"))
s = struct.Struct("<Hb")
print(s.pack(1, -1), s.unpack(b"\x05\x00\xff"), s.size, s.format, list(s.iter_unpack(b"\0\0\1\1\1\2")), s.unpack_from(b"abcdef", 2))
buf = bytearray(4)
s.pack_into(buf, 1, 258, 3)
print(buf, struct.unpack("<I", memoryview(buf)), struct.unpack("4s", buf))


class Index:
    def __index__(self):
        return 77


print(pack("<B", Index()), pack("<d", 3), pack("<?", []), pack("<q", True))
struct.unpack("<H", b"1")
