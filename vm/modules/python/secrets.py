"""Random values that nobody can guess."""

import os


def token_bytes(nbytes=None):
    """Random bytes."""
    return os.urandom(32 if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """Random bytes as hex digits."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    """Random bytes as text for addresses."""
    from binascii import b2a_base64

    return b2a_base64(token_bytes(nbytes)).decode().strip().rstrip("=").replace("+", "-").replace("/", "_")


def randbits(k):
    """A number of k random bits."""
    return int.from_bytes(os.urandom((k + 7) // 8), "big") >> (-k % 8)


def randbelow(exclusive_upper_bound):
    """A random number below a bound."""
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    bits = exclusive_upper_bound.bit_length()
    while True:
        n = randbits(bits)
        if n < exclusive_upper_bound:
            return n


def choice(seq):
    """A random item."""
    return seq[randbelow(len(seq))]


def compare_digest(a, b):
    """a == b, in a time that does not depend on where they differ."""
    if isinstance(a, str):
        a, b = a.encode(), b.encode()
    different = len(a) ^ len(b)
    for x, y in zip(a, b):
        different |= x ^ y
    return different == 0
