# needs a library: streams below that take little at a time, or meddle
import deflate
import io
import zlib


class Little(io.IOBase):
    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += data[:3]
        return min(3, len(data))


little = Little()
data = bytes(i * 7 % 251 for i in range(3000))
with deflate.DeflateIO(little, deflate.ZLIB, 12) as d:
    print(d.write(memoryview(data)))
print(zlib.decompress(little.data) == data)


class Meddling(io.IOBase):
    def __init__(self):
        self.packed = io.BytesIO(zlib.compress(b"x" * 1000))

    def readinto(self, buffer):
        self.d.close()
        return self.packed.readinto(buffer)

    def write(self, data):
        self.d.close()
        return len(data)


for action in ("read", "write"):
    m = Meddling()
    m.d = deflate.DeflateIO(m, deflate.ZLIB)
    try:
        print(m.d.read() if action == "read" else m.d.write(data))
    except OSError as e:
        print("OSError", e.errno)
