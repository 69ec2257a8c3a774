# needs a library: compression piece by piece, and its ways to flush
import zlib

data = b"hello world " * 20
for mode in ("Z_SYNC_FLUSH", "Z_FULL_FLUSH", "Z_PARTIAL_FLUSH", "Z_BLOCK", "Z_NO_FLUSH"):
    c = zlib.compressobj()
    out = c.compress(data[:50]) + c.flush(getattr(zlib, mode))
    print(mode, out)
    d = zlib.decompressobj()
    seen = d.decompress(out)
    out += c.compress(data[50:]) + c.flush()
    print(out, seen, zlib.decompress(out) == data)
for strategy in ("Z_DEFAULT_STRATEGY", "Z_FILTERED", "Z_HUFFMAN_ONLY", "Z_RLE", "Z_FIXED"):
    c = zlib.compressobj(9, zlib.DEFLATED, -12, 3, getattr(zlib, strategy))
    out = c.compress(data) + c.flush()
    print(strategy, out, zlib.decompress(out, -12) == data)
c = zlib.compressobj(level=1, wbits=31, memLevel=zlib.DEF_MEM_LEVEL)
out = c.compress(b"") + c.compress(data) + c.flush(zlib.Z_FINISH)
print(out, zlib.decompress(out, 31) == data)
for wrong in (lambda: c.flush(), lambda: c.compress(b"more"), lambda: c.copy()):
    try:
        print(wrong())
    except (zlib.error, ValueError) as e:
        print(type(e).__name__, e)
