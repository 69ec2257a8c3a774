# needs a library: bytes come in pieces, and a digest is no end
import hashlib
from array import array

for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    h = hashlib.new(name)
    for piece in (b"a" * 63, b"", bytearray(b"b" * 2), memoryview(b"c" * 200)[::1], array("h", [1, 2])):
        h.update(piece)
        print(h.hexdigest())
    print(h.hexdigest() == h.digest().hex(), h.digest() == h.digest())
    copy = h.copy()
    copy.update(b"more")
    h.update(b"more")
    print(copy.digest() == h.digest(), copy.name, copy is h)
    h.update(b"!")
    print(copy.digest() == h.digest())
