"""Keyed hashes (RFC 2104) over the algorithms of hashlib."""
import hashlib

digest_size = None


def _hasher(digestmod):
    # A constructor from a name, a constructor or a module with new().
    if not digestmod:
        raise TypeError("Missing required parameter 'digestmod'.")
    if isinstance(digestmod, str):
        return lambda data=b"": hashlib.new(digestmod, data)
    if callable(digestmod):
        return digestmod
    return lambda data=b"": digestmod.new(data)


class HMAC:
    blocksize = 64

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError("key: expected bytes or bytearray, but got %r" % type(key).__name__)
        make = _hasher(digestmod)
        self._outer = make()
        self._inner = make()
        self.digest_size = self._inner.digest_size
        self.block_size = getattr(self._inner, "block_size", self.blocksize)
        if len(key) > self.block_size:
            key = make(key).digest()
        key += bytes(self.block_size - len(key))
        self._outer.update(bytes(b ^ 0x5C for b in key))
        self._inner.update(bytes(b ^ 0x36 for b in key))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return "hmac-" + self._inner.name

    def update(self, msg):
        """update(msg)
        Hash more bytes."""
        self._inner.update(msg)

    def copy(self):
        """copy()
        Another keyed hash that has seen the same bytes."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        other._inner = self._inner.copy()
        other._outer = self._outer.copy()
        return other

    def digest(self):
        """digest()
        The keyed hash of all bytes so far."""
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self):
        """hexdigest()
        The keyed hash as hexadecimal digits."""
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    """new(key, msg=None, digestmod)
    A keyed hash that has seen msg."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """digest(key, msg, digest)
    The keyed hash of msg."""
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b):
    """compare_digest(a, b)
    a == b, in a time that does not tell where they differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        a = a.encode()
        b = b.encode()
    elif isinstance(a, str) or isinstance(b, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    a = memoryview(a)
    b = memoryview(b)
    rest = len(a) ^ len(b)
    for x, y in zip(a, b):
        rest |= x ^ y
    return rest == 0
