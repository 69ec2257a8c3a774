"""Bytes as text of 16, 32, 64 or 85 characters."""
import binascii

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B32HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_A85 = bytes(range(33, 118))
_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def _data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, not %r" % type(s).__name__) from None


def _view(s):
    """A memoryview, which takes text as well, of what is no text."""
    if isinstance(s, str):
        raise TypeError("memoryview: a bytes-like object is required, not 'str'")
    return memoryview(s)


def _bytes(s):
    return s if isinstance(s, (bytes, bytearray)) else _view(s).tobytes()


def b64encode(s, altchars=None):
    """b64encode(s, altchars=None)
    Base64 of bytes; altchars stand for + and /."""
    text = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        text = text.translate(bytes.maketrans(b"+/", altchars))
    return text


def b64decode(s, altchars=None, validate=False):
    """b64decode(s, altchars=None, validate=False)
    The bytes of base64; validate: other characters are an error."""
    s = _data(s)
    if altchars is not None:
        altchars = _data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def _encode32(alphabet, s):
    s = _bytes(s)
    missing = -len(s) % 5
    out = bytearray()
    for i in range(0, len(s), 5):
        bits = int.from_bytes(s[i : i + 5], "big") << (missing * 8 if i + 5 > len(s) else 0)
        for shift in range(35, -5, -5):
            out.append(alphabet[bits >> shift & 31])
    pads = missing * 8 // 5
    if pads:
        out[-pads:] = b"=" * pads
    return bytes(out)


def _decode32(alphabet, s, casefold, map01):
    s = _data(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    text = s.rstrip(b"=")
    pads = len(s) - len(text)
    out = bytearray()
    bits = 0
    for i, c in enumerate(text + b"\0" * pads):
        value = alphabet.find(c) if c else 0
        if value < 0:
            raise binascii.Error("Non-base32 digit found")
        bits = bits << 5 | value
        if i % 8 == 7:
            out += bits.to_bytes(5, "big")
            bits = 0
    if pads not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if pads:
        del out[-((pads * 5 + 7) // 8) :]
    return bytes(out)


def b32encode(s):
    """b32encode(s)
    Base32 of bytes."""
    return _encode32(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """b32decode(s, casefold=False, map01=None)
    The bytes of base32; map01: the letter that 1 stands for."""
    return _decode32(_B32, s, casefold, map01)


def b32hexencode(s):
    return _encode32(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    return _decode32(_B32HEX, s, casefold, None)


def b16encode(s):
    """b16encode(s)
    Upper-case hexadecimal digits."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """b16decode(s, casefold=False)
    The bytes of hexadecimal digits."""
    s = _data(s)
    if casefold:
        s = s.upper()
    if s.strip(b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    for c in s:
        if c not in b"0123456789ABCDEF":
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def _encode85(alphabet, s, pad, zeros, spaces):
    # Words of four bytes are five digits; the last word has as many digits more than bytes as it has bytes missing.
    s = _bytes(s)
    missing = -len(s) % 4
    out = bytearray()
    for i in range(0, len(s), 4):
        part = s[i : i + 4]
        word = int.from_bytes(part, "big") << (32 - 8 * len(part))
        if zeros and word == 0 and (len(part) == 4 or pad):
            out += b"z"
        elif spaces and word == 0x20202020:
            out += b"y"
        else:
            digits = bytearray(5)
            for k in range(4, -1, -1):
                word, digit = divmod(word, 85)
                digits[k] = alphabet[digit]
            out += digits if pad else digits[: len(part) + 1]
    return bytes(out)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False)
    Ascii85 of bytes."""
    text = _encode85(_A85, b, pad, True, foldspaces)
    if adobe:
        text = b"<~" + text
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [text[i : i + wrapcol] for i in range(0, len(text), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        text = b"\n".join(lines)
    return text + b"~>" if adobe else text


def b85encode(b, pad=False):
    """b85encode(b, pad=False)
    Base85 of bytes, as in git's patches."""
    return _encode85(_B85, b, pad, False, False)


def _word85(digits, alphabet):
    word = 0
    for c in digits:
        word = word * 85 + alphabet.find(c)
    return word


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \\t\\n\\r\\v')
    The bytes of Ascii85."""
    b = _data(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    out = bytearray()
    digits = bytearray()
    for c in b + b"u" * 4:
        if 33 <= c <= 117:
            digits.append(c)
            if len(digits) == 5:
                word = _word85(digits, _A85)
                if word > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow") from None
                out += word.to_bytes(4, "big")
                digits = bytearray()
        elif c == 122 or (foldspaces and c == 121):
            if digits:
                raise ValueError("%c inside Ascii85 5-tuple" % c)
            out += b"\0\0\0\0" if c == 122 else b"    "
        elif c not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % c)
    missing = 4 - len(digits)
    return bytes(out[:-missing] if missing else out)


def b85decode(b):
    """b85decode(b)
    The bytes of base85."""
    b = _data(b)
    missing = -len(b) % 5
    b += b"~" * missing
    out = bytearray()
    for i in range(0, len(b), 5):
        part = b[i : i + 5]
        for k, c in enumerate(part):
            if c not in _B85:
                raise ValueError("bad base85 character at position %d" % (i + k)) from None
        word = _word85(part, _B85)
        if word > 0xFFFFFFFF:
            raise ValueError("base85 overflow in hunk starting at byte %d" % i) from None
        out += word.to_bytes(4, "big")
    return bytes(out[:-missing] if missing else out)


def encodebytes(s):
    """encodebytes(s)
    Base64 in lines of 76 characters."""
    s = _octets(s)
    return b"".join(binascii.b2a_base64(s[i : i + 57]) for i in range(0, len(s), 57))


def decodebytes(s):
    return binascii.a2b_base64(_octets(s))


def _octets(s):
    try:
        view = _view(s)
    except TypeError:
        raise TypeError("expected bytes-like object, not %s" % type(s).__name__)
    if view.format not in ("c", "b", "B"):
        raise TypeError("expected single byte elements, not %r from %s" % (view.format, type(s).__name__))
    return view.tobytes()


def encode(input, output):
    """encode(input, output)
    Write the base64 of a binary file to another."""
    while True:
        part = input.read(57)
        while part and len(part) < 57:
            more = input.read(57 - len(part))
            if not more:
                break
            part += more
        if not part:
            break
        output.write(binascii.b2a_base64(part))


def decode(input, output):
    """decode(input, output)
    Write the bytes of a base64 file to another."""
    while True:
        line = input.readline()
        if not line:
            break
        output.write(binascii.a2b_base64(line))
