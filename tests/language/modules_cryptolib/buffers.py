# needs a library: output into a buffer of the caller's, which may be the input, and what is refused
import cryptolib

data = bytearray(range(32))
cryptolib.aes(b"k" * 16, 1).encrypt(data, data)
print(data != bytearray(range(32)))
out = bytearray(40)
print(cryptolib.aes(b"k" * 16, 1).decrypt(data, out) is out, out)
cryptolib.aes(b"k" * 16, 1).decrypt(memoryview(data), memoryview(data))
print(data == bytearray(range(32)))
one_way = cryptolib.aes(b"k" * 32, 2, b"v" * 16)
one_way.encrypt(bytes(16))
for wrong in (
    lambda: one_way.decrypt(bytes(16)),
    lambda: one_way.encrypt(bytes(15)),
    lambda: one_way.encrypt(bytes(32), bytearray(16)),
    lambda: one_way.encrypt(bytes(16), bytes(16)),
    lambda: one_way.encrypt("text"),
    lambda: cryptolib.aes(b"short", 1),
    lambda: cryptolib.aes(b"k" * 16, 3),
    lambda: cryptolib.aes(b"k" * 16, 2),
    lambda: cryptolib.aes(b"k" * 16, 2, b"v"),
    lambda: cryptolib.aes(b"k" * 16),
):
    try:
        wrong()
        print("done")
    except (ValueError, TypeError, BufferError) as e:
        print(type(e).__name__)
