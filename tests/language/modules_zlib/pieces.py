# needs a library: decompression piece by piece, with limits, and what is left over
import zlib

data = bytes(i * i & 0xFF for i in range(3000)) + b"hello " * 500
packed = zlib.compress(data)
for size in (1, 7, 100, 10000):
    d = zlib.decompressobj()
    out = b"".join(d.decompress(packed[i : i + size]) for i in range(0, len(packed), size))
    print(out == data, d.eof, d.unused_data, d.unconsumed_tail, d.flush())
d = zlib.decompressobj()
out = d.decompress(packed + b"rest", 10)
while not d.eof:
    part = d.decompress(d.unconsumed_tail, 333)
    assert len(part) <= 333
    out += part
print(out == data, d.unused_data, d.unconsumed_tail)
try:
    d.decompress(b"more")
except zlib.error as e:
    print(e)
d = zlib.decompressobj()
first = d.decompress(packed, 10)
print(len(first), d.eof, packed.endswith(d.unconsumed_tail), first + d.flush() == data, d.eof, d.unconsumed_tail)
d = zlib.decompressobj()
print(d.flush(), d.eof, d.decompress(b""), d.eof)
d = zlib.decompressobj(-15)
print(d.decompress(zlib.compress(b"raw", wbits=-15) + b"x"), d.unused_data)
print(type(d).__name__, type(zlib.compressobj()).__name__)
