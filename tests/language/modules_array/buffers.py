# The bytes of an array are a buffer, which others read and write.
import io
import struct
from array import array

a = array("h", [1, 2, 3, 4])
view = memoryview(a)
print(view.format, view.itemsize, len(view), view.nbytes, view.tolist(), view.readonly)
view[1] = -5
view[2:4] = array("h", [30, 40])
print(a, bytes(a), bytearray(a) == a.tobytes())
struct.pack_into("<hh", a, 2, 100, 200)
print(a, struct.unpack_from("<h", a, 6))
print(view.cast("B")[0], view[::2].tolist())
f = io.BytesIO(b"\7\0\x08\0\x09\0")
b = array("h", [0, 0, 0, 0])
print(f.readinto(b), b)
out = io.BytesIO()
out.write(b)
print(out.getvalue())
print(b"".join([a, b]) == a.tobytes() + b.tobytes(), b"x" + b, bytearray(b"y") + a[:1])
print(int.from_bytes(array("B", [1, 2]), "big"), str(array("B", b"text"), "ascii"))
print(b"\7\0" in bytes(b), bytes(b).find(b[1:2]))
