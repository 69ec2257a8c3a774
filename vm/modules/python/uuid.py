"""Identifiers of 128 bits."""

import os

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = [
    "reserved for NCS compatibility", "specified in RFC 4122", "reserved for Microsoft compatibility", "reserved for future definition"]


class UUID:
    """One identifier, from hex digits, bytes, fields or an int."""

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        if hex is not None:
            hex = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(hex) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            int = _int(hex, 16)
        if bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError("bytes_le is not a 16-char string")
            bytes = bytes_le[3::-1] + bytes_le[5:3:-1] + bytes_le[7:5:-1] + bytes_le[8:]
        if bytes is not None:
            if len(bytes) != 16:
                raise ValueError("bytes is not a 16-char string")
            int = _int.from_bytes(bytes, "big")
        if fields is not None:
            if len(fields) != 6:
                raise ValueError("fields is not a 6-tuple")
            low, middle, high, sequence, more, node = fields
            int = low << 96 | middle << 80 | high << 64 | sequence << 56 | more << 48 | node
        if not 0 <= int < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            int = int & ~(0xC000 << 48) | 0x8000 << 48
            int = int & ~(0xF000 << 64) | version << 76
        self.int = int

    bytes = property(lambda self: self.int.to_bytes(16, "big"))
    hex = property(lambda self: "%032x" % self.int)
    urn = property(lambda self: "urn:uuid:%s" % self)
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xFFFF)
    time_hi_version = property(lambda self: self.int >> 64 & 0xFFFF)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xFF)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xFF)
    clock_seq = property(lambda self: self.int >> 48 & 0x3FFF)
    node = property(lambda self: self.int & 0xFFFFFFFFFFFF)
    time = property(lambda self: (self.time_hi_version & 0xFFF) << 48 | self.time_mid << 32 | self.time_low)

    @property
    def fields(self):
        """The six fields."""
        return self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low, self.node

    @property
    def bytes_le(self):
        """The bytes with the first three fields in little-endian order."""
        b = self.bytes
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]

    @property
    def variant(self):
        """Who laid out the bits."""
        top = self.int >> 61 & 7
        return RESERVED_NCS if top < 4 else RFC_4122 if top < 6 else RESERVED_MICROSOFT if top == 6 else RESERVED_FUTURE

    @property
    def version(self):
        """1 to 5, or None."""
        return self.int >> 76 & 15 if self.variant == RFC_4122 else None

    def __str__(self):
        h = self.hex
        return "-".join([h[:8], h[8:12], h[12:16], h[16:20], h[20:]])

    def __repr__(self):
        return "UUID('%s')" % self

    def __int__(self):
        return self.int

    def __hash__(self):
        return hash(self.int)

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented


_int = int


def getnode():
    """The device's number of 48 bits; a random one where it has none."""
    global _node
    if _node is None:
        try:
            from machine import unique_id

            _node = int.from_bytes(unique_id()[-6:], "big")
        except (ImportError, AttributeError):
            _node = int.from_bytes(os.urandom(6), "big") | 1 << 40
    return _node


_node = None


def uuid1(node=None, clock_seq=None):
    """From the time and the device's number."""
    import time

    ticks = time.time_ns() // 100 + 0x01B21DD213814000
    sequence = int.from_bytes(os.urandom(2), "big") & 0x3FFF if clock_seq is None else clock_seq
    fields = (ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, ticks >> 48 & 0xFFF, sequence >> 8 & 0x3F, sequence & 0xFF, getnode() if node is None else node)
    return UUID(fields=fields, version=1)


def uuid3(namespace, name):
    """From the MD5 of a name."""
    from hashlib import md5

    return UUID(bytes=md5(namespace.bytes + name.encode()).digest(), version=3)


def uuid4():
    """A random one."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """From the SHA-1 of a name."""
    from hashlib import sha1

    return UUID(bytes=sha1(namespace.bytes + name.encode()).digest()[:16], version=5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
