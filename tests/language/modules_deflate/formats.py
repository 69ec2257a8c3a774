# needs a library: each format, read and written, beside zlib
import deflate
import io
import zlib

data = b"micropython " * 20 + bytes(range(200))


def compress(*args, data=data):
    out = io.BytesIO()
    with deflate.DeflateIO(out, *args) as d:
        for i in range(0, len(data), 50):
            d.write(data[i : i + 50])
    return out.getvalue()


def decompress(packed, *args):
    with deflate.DeflateIO(io.BytesIO(packed), *args) as d:
        return d.read()


print(deflate.AUTO, deflate.RAW, deflate.ZLIB, deflate.GZIP)
for bits in (0, 5, 6, 7, 8, 9, 10, 12, 15):
    raw, wrapped, zipped = compress(deflate.RAW, bits), compress(deflate.ZLIB, bits), compress(deflate.GZIP, bits)
    print(bits, zlib.decompress(raw, -15) == data, zlib.decompress(wrapped) == data, zlib.decompress(zipped, 31) == data)
    print(decompress(raw, deflate.RAW, bits) == data, decompress(wrapped) == data, decompress(zipped) == data)
    print(wrapped[:2].hex(), decompress(wrapped, deflate.ZLIB) == data, decompress(zipped, deflate.GZIP, 15) == data)
print(compress(data=b"hello"), compress(deflate.ZLIB, 9, data=b"hello"), compress(deflate.GZIP, data=b"hello"))
print(compress(data=b""), len(compress(deflate.RAW, 15)) <= len(compress(deflate.RAW, 9)) <= len(compress(deflate.RAW, 5)))
for bits in (31, 15, -15):
    packed = zlib.compress(data * 10, wbits=bits)
    print(decompress(packed, deflate.RAW if bits < 0 else deflate.AUTO, 15) == data * 10)
print(zlib.DecompIO(io.BytesIO(compress(deflate.GZIP)), 31).read() == data, zlib.DecompIO(io.BytesIO(compress()), -8).read(4))
