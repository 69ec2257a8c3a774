import binascii


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


data = bytes(range(0, 256, 15))
print(binascii.hexlify(data), binascii.unhexlify(binascii.hexlify(data)) == data)
for group in (1, 2, 3, -2, -3, 0, 100):
    attempt(binascii.hexlify, data, ":", group)
attempt(binascii.hexlify, data, sep=b"-", bytes_per_sep=4)
attempt(binascii.b2a_hex, memoryview(data)[2:5])
attempt(binascii.b2a_hex, bytearray())
for text in ("6162", b"4A4b", "", "6", "6g", "  61", "\u00e96", bytearray(b"ff"), 5, None):
    attempt(binascii.unhexlify, text)
attempt(binascii.a2b_hex, "0a")
attempt(binascii.hexlify, "text")
attempt(binascii.hexlify, data, "--")
