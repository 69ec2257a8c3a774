# needs a library
import gzip

data = b"line one\nline two\n\xc3\xa9nd" * 50
for level in (0, 1, 6, 9):
    packed = gzip.compress(data, level, mtime=5)
    print(packed[:10], gzip.decompress(packed) == data)
    print(gzip.decompress(packed + packed) == data * 2, gzip.decompress(packed + b"\0" * 9) == data)
print(gzip.decompress(gzip.compress(b"")), gzip.decompress(b""), gzip.decompress(gzip.compress(bytearray(b"x"), compresslevel=3)))
for bad in (b"xx", packed[:-4], packed[:30], packed[:-8] + bytes(8), b"\x1f", packed + b"junk"):
    try:
        print(gzip.decompress(bad))
    except (OSError, EOFError) as e:
        print(type(e).__name__)
print(gzip.BadGzipFile.__bases__)
