# hex and fromhex.
print(b"\x00\xffab".hex(), b"".hex(), b"\x01\x02\x03\x04\x05".hex(":"), b"\x01\x02\x03\x04\x05".hex(" ", 2), b"\x01\x02\x03\x04\x05".hex("-", -2), b"ab".hex(sep=b"_"), b"abc".hex("x", 0))
print(bytes.fromhex("00ff 61\t62"), bytes.fromhex(""), bytearray.fromhex("DEAD beef"), bytes.fromhex("  0a  "))
for text in ("0", "0g", "000", "ab c", "é0"):
    try:
        print(bytes.fromhex(text))
    except ValueError as error:
        print(text, error)
for call in (lambda: bytes.fromhex(5), lambda: b"ab".hex("::")):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
