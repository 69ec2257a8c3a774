# needs a library
import hashlib

names = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
for name in names:
    make = getattr(hashlib, name)
    h = make()
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest())
    for size in (1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000):
        print(make(b"\xa5" * size).hexdigest())
    print(make(b"abc").digest() == hashlib.new(name, b"abc").digest() == hashlib.new(name.upper(), data=b"abc").digest())
    print(name in hashlib.algorithms_guaranteed, name in hashlib.algorithms_available)
    print(make(b"abc", usedforsecurity=False).hexdigest() == make(string=b"abc").hexdigest())
