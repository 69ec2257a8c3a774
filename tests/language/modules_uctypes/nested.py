# Structures in structures, and what a structure is to others: a buffer
import struct
import uctypes as u

header = {"magic": u.UINT16 | 0, "size": u.UINT16 | 2}
packet = {"header": (0, header), "body": (4, {"kind": u.UINT8 | 0, "text": (u.ARRAY | 1, u.UINT8 | 5)}), "crc": u.UINT32 | 10}
data = bytearray(14)
p = u.struct(u.addressof(data), packet, u.BIG_ENDIAN)
p.header.magic = 0xCAFE
p.header.size = 14
p.body.kind = 7
p.body.text[:] = b"hello"
p.crc = 0x01020304
print(data.hex(), p.body.text, struct.unpack(">HHB5sI", bytes(p)))
print(len(bytes(p)), bytearray(p.header), memoryview(p.body)[0], u.sizeof(p), u.sizeof(p.body), u.sizeof(packet, u.LITTLE_ENDIAN))
print(p == p, p.header == p.header)
header_view = p.header
del p
header_view.size += 1
print(data[2:4].hex(), u.addressof(header_view) == u.addressof(data))
print(str(u.struct(0, packet)), str(u.struct(255, (u.ARRAY, u.UINT8 | 1))), u.struct(0, (u.PTR, u.UINT8)), u.struct(0, []))
