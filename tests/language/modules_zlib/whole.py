# needs a library: whole strings, in each format and at each level
import zlib

samples = (b"", b"a", b"hello world " * 20, bytes(range(256)) * 3, b"\0" * 5000, bytearray(b"bytes"), memoryview(b"view"))
for data in samples:
    for level in range(-1, 10):
        for bits in (15, 9, -15, -9, 31, 25):
            packed = zlib.compress(data, level, bits)
            assert zlib.decompress(packed, bits) == bytes(data), (level, bits)
            assert zlib.decompress(packed, 47 if bits > 0 else -15) == bytes(data)
    print(zlib.compress(data))
    print(zlib.compress(data, 0)[:40], zlib.compress(data, level=1, wbits=-15)[:40])
    print(zlib.decompress(zlib.compress(data), wbits=0) == data, zlib.decompress(zlib.compress(data), bufsize=1) == data)
print(zlib.decompress(zlib.compress(b"first") + b"what follows is not looked at"))
