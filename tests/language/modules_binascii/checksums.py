import binascii

for data in (b"", b"a", b"hello world", bytes(range(256)) * 5, bytearray(b"123456789"), memoryview(b"abcdef")[1:]):
    print(binascii.crc32(data), binascii.crc32(data, 1), binascii.crc_hqx(data, 0), binascii.crc_hqx(data, 0xFFFF))
print(binascii.crc32(b"world", binascii.crc32(b"hello ")) == binascii.crc32(b"hello world"))
print(binascii.crc32(b"a", -1), binascii.crc32(b"a", 1 << 40), binascii.crc32(b"", 1 << 33 | 5))
for wrong in (lambda: binascii.crc32("a"), lambda: binascii.crc32(b"a", 1.5), lambda: binascii.crc_hqx(b"a"), lambda: binascii.crc32(5)):
    try:
        print(wrong())
    except TypeError as e:
        print("TypeError")
print(binascii.Error.__bases__, binascii.Incomplete.__bases__, binascii.Error.__module__)
