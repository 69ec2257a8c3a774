# needs a library
import zlib

data = b"hello world " * 20
packed = zlib.compress(data)
for wrong in (
    lambda: zlib.decompress(b""),
    lambda: zlib.decompress(b"no zlib data"),
    lambda: zlib.decompress(packed[:-5]),
    lambda: zlib.decompress(packed[:-1] + b"x"),
    lambda: zlib.decompress(packed, -15),
    lambda: zlib.decompress(packed, 31),
    lambda: zlib.decompress(packed, 5),
    lambda: zlib.decompress(packed, bufsize=-1),
    lambda: zlib.decompress("text"),
    lambda: zlib.compress("text"),
    lambda: zlib.compress(data, 10),
    lambda: zlib.compress(data, wbits=7),
    lambda: zlib.compressobj(level=77),
    lambda: zlib.compressobj(wbits=3),
    lambda: zlib.decompressobj(wbits=3),
    lambda: zlib.compressobj(zdict="text"),
    lambda: zlib.decompressobj().decompress(b"no zlib data"),
    lambda: zlib.decompressobj().decompress(packed, -1),
    lambda: zlib.decompressobj().flush(0),
):
    try:
        print(wrong())
    except (zlib.error, ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(zlib.error.__bases__, zlib.error.__module__)
