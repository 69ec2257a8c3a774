# needs a library: dictionaries that both sides know
import zlib

known = b"hello world, good day"
data = b"hello world, hello day, hello world"
c = zlib.compressobj(zdict=known)
packed = c.compress(data) + c.flush()
print(packed, zlib.decompressobj(zdict=known).decompress(packed))
c = zlib.compressobj(wbits=-15, zdict=bytearray(known))
raw = c.compress(data) + c.flush()
print(raw, zlib.decompressobj(-15, known).decompress(raw))
for wrong in (lambda: zlib.decompressobj().decompress(packed), lambda: zlib.decompressobj(zdict=b"other").decompress(packed), lambda: zlib.decompress(packed)):
    try:
        print(wrong())
    except zlib.error as e:
        print(e)
