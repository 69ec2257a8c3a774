# needs a library
import hashlib
import hmac

for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    for key in (b"", b"key", b"k" * 64, b"k" * 65, b"k" * 128, bytearray(b"k" * 300)):
        m = hmac.new(key, b"message", name)
        print(m.hexdigest(), hmac.digest(key, b"message", name) == m.digest(), hmac.new(key, b"message", getattr(hashlib, name)).digest() == m.digest())
    print(m.name, m.digest_size, m.block_size)
    other = m.copy()
    other.update(b" and more")
    m.update(b" and")
    m.update(b" more")
    print(m.hexdigest() == other.hexdigest(), hmac.HMAC(b"k", digestmod=name).hexdigest())
for wrong in (lambda: hmac.new("k", digestmod="md5"), lambda: hmac.new(b"k"), lambda: hmac.new(b"k", "m", "md5"), lambda: hmac.new(b"k", b"", "none")):
    try:
        print(wrong())
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
