# needs a library
import zlib

for data in (b"", b"a", b"hello world", bytes(range(256)) * 50, bytearray(b"123456789")):
    print(zlib.crc32(data), zlib.crc32(data, 7), zlib.adler32(data), zlib.adler32(data, 7))
print(zlib.crc32(b"world", zlib.crc32(b"hello ")) == zlib.crc32(b"hello world"))
print(zlib.adler32(b"world", zlib.adler32(b"hello ")) == zlib.adler32(b"hello world"))
print(zlib.crc32(b"a", -1), zlib.adler32(b"a", -1), zlib.crc32(b"a", 1 << 40), zlib.adler32(b"", 5))
print(zlib.MAX_WBITS, zlib.DEFLATED, zlib.DEF_MEM_LEVEL, zlib.DEF_BUF_SIZE, zlib.Z_BEST_COMPRESSION, zlib.Z_BEST_SPEED)
print(zlib.Z_DEFAULT_COMPRESSION, zlib.Z_NO_COMPRESSION, zlib.Z_FINISH, zlib.Z_NO_FLUSH, zlib.Z_TREES)
for wrong in (lambda: zlib.crc32("a"), lambda: zlib.adler32(5), lambda: zlib.crc32(b"a", None)):
    try:
        print(wrong())
    except TypeError:
        print("TypeError")
