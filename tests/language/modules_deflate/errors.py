# needs a library
import deflate
import io
import zlib

packed = zlib.compress(b"hello world " * 10, wbits=9)
raw = packed[2:-4]
gz = zlib.compress(b"hello world " * 10, wbits=25)


def attempt(function, *args):
    try:
        print(function(*args))
    except (OSError, EOFError, ValueError, TypeError) as e:
        print(type(e).__name__)


def read(data, *args):
    return len(deflate.DeflateIO(io.BytesIO(data), *args).read())


attempt(read, raw, deflate.RAW)
for args in ((raw,), (raw, deflate.ZLIB), (raw, deflate.GZIP), (packed, deflate.GZIP), (gz, deflate.ZLIB), (b"\7", deflate.RAW)):
    attempt(read, *args)
attempt(read, packed[:-1])
attempt(read, raw[:5], deflate.RAW)
attempt(read, packed[:-4] + b"\0\0\0\0")
attempt(read, gz[:-8] + bytes(8))
attempt(read, b"")
for format, bits in ((-1, 0), (4, 0), (1, -1), (1, 1), (1, 4), (1, 16)):
    attempt(deflate.DeflateIO, io.BytesIO(), format, bits)
attempt(deflate.DeflateIO)


class Failing(io.IOBase):
    def readinto(self, buffer):
        return -5

    def write(self, data):
        return -28


for action in (lambda: deflate.DeflateIO(Failing()).read(), lambda: deflate.DeflateIO(Failing(), deflate.GZIP).write(b"x")):
    try:
        action()
    except OSError as e:
        print("OSError", e.errno)
out = io.BytesIO()
d = deflate.DeflateIO(out, deflate.RAW, 0, True)
d.write("text is utf-8: \u00e9")
d.close()
print(out.closed)
d.close()
attempt(d.write, b"more")
attempt(d.read)
out = io.BytesIO()
d = deflate.DeflateIO(out)
d.close()
print(out.getvalue(), out.closed)
out = io.BytesIO()
d = deflate.DeflateIO(out)
out.close()
attempt(d.write, b"x")
