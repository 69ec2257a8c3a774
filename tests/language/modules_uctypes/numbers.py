# Numbers of every type in both orders of bytes; ints are cut as in C.
import uctypes as u

types = "UINT8 INT8 UINT16 INT16 UINT32 INT32 UINT64 INT64 FLOAT32 FLOAT64".split()
for name in types:
    kind = getattr(u, name)
    for layout in (u.LITTLE_ENDIAN, u.BIG_ENDIAN):
        data = bytearray(10)
        s = u.struct(u.addressof(data), {"n": kind | 1}, layout)
        s.n = 1.5 if name.startswith("FLOAT") else 0x12345678ABCDEF
        print(name, data.hex(), s.n)
        s.n = -2
        print(data.hex(), s.n, u.sizeof({"n": kind}, layout))
s = u.struct(u.addressof(data), {"w": u.UINT16 | 0, "d": u.UINT64 | 2}, u.LITTLE_ENDIAN)
s.w = 1 << 70 | 5
s.d = -(1 << 70) - 1
print(s.w, s.d == (1 << 64) - 1)
native = u.struct(u.addressof(data), {"a": u.UINT32 | 0, "odd": u.UINT32 | 1, "f": u.FLOAT32 | 4})
native.a = 0xDEADBEEF
native.odd = 0x01020304
native.f = 0.25
print(native.odd & 0xFFFFFF, native.f, u.struct(u.addressof(data), {"f": u.FLOAT32 | 4}, u.NATIVE).f)
for name, same in (("SHORT", "INT16"), ("USHORT", "UINT16"), ("INT", "INT32"), ("UINT", "UINT32"), ("LONGLONG", "INT64"), ("ULONGLONG", "UINT64"), ("VOID", "UINT8")):
    print(getattr(u, name) == getattr(u, same), end=" ")
print()
