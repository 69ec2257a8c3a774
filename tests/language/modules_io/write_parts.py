# MicroPython's write(buffer, size) and write(buffer, offset, size).
import io

buf = io.BytesIO()
for args in ((b"foo", 2), (b"foo", 100), (b"foobar", 1, 3), (b"foobar", 1, 100), (b"foobar", 100, 100), (bytearray(b"xyz"), 0), (b"abc", -1)):
    print(buf.write(*args), buf.getvalue())
try:
    io.StringIO().write("abc", 2)
except TypeError as e:
    print(e)
