# needs a library: keys from passwords (RFC 8018)
import hashlib

for name in ("sha1", "sha256", "sha512", "md5", "sha224", "sha384"):
    print(hashlib.pbkdf2_hmac(name, b"password", b"salt", 1).hex())
    print(hashlib.pbkdf2_hmac(name, b"password", b"salt", 300, 20).hex())
    print(hashlib.pbkdf2_hmac(name, b"p" * 200, b"s" * 100, 2, dklen=150).hex())
    print(hashlib.pbkdf2_hmac(name, b"", b"", 1, 1))
for wrong in (("sha1", b"a", b"b", 0), ("sha1", b"a", b"b", 1, 0), ("none", b"a", b"b", 1), ("sha1", "a", b"b", 1)):
    try:
        print(hashlib.pbkdf2_hmac(*wrong))
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__)
