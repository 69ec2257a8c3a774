# needs a library: copies go their own ways
import copy
import zlib

data = b"hello world " * 20
c = zlib.compressobj()
head = c.compress(data[:100])
others = [c.copy(), copy.copy(c), copy.deepcopy(c)]
first = head + c.compress(data[100:]) + c.flush()
print(zlib.decompress(first) == data)
for other in others:
    second = head + other.compress(b"something else") + other.flush()
    print(zlib.decompress(second))
d = zlib.decompressobj()
d.decompress(first[:20])
other = d.copy()
a, b = d.decompress(first[20:]), other.decompress(first[20:])
print(a == b, d.eof, other.eof)
