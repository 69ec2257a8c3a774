# needs a library: reading takes from the stream below what it needs and no more
import deflate
import io
import zlib

packed = zlib.compress(b"first line\nsecond line\nthird", wbits=9) + b"what follows"
below = io.BytesIO(packed)
d = deflate.DeflateIO(below)
print(below.tell(), d.read(0), below.tell())
print(d.read(3), below.tell() < 12, d.readline(), d.readline(4))
buffer = bytearray(5)
print(d.readinto(buffer), buffer, d.readlines(), d.read(), d.read(5), d.readline())
print(below.read())
print([line for line in deflate.DeflateIO(io.BytesIO(packed))])


class Slow(io.IOBase):
    def __init__(self, data):
        self.data = io.BytesIO(data)
        self.calls = []

    def readinto(self, buffer):
        self.calls.append(len(buffer))
        return self.data.readinto(buffer)


slow = Slow(zlib.compress(b"x" * 100))
print(deflate.DeflateIO(slow).read() == b"x" * 100, set(slow.calls))


class Zipped(deflate.DeflateIO):
    def __init__(self, data):
        self.name = "zipped"
        super().__init__(io.BytesIO(data), deflate.ZLIB)

    def word(self):
        return self.read(5)


z = Zipped(packed)
print(z.name, z.word(), z.closed)
z.close()
print(z.closed)
with open("krait-deflate.bin", "wb") as f:
    f.write(packed)
try:
    with open("krait-deflate.bin", "rb") as f:
        print(deflate.DeflateIO(f).read(), f.read())
finally:
    import os

    os.remove("krait-deflate.bin")
