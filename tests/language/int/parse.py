# int() of text: signs, blanks, underscores, bases.
for text in ("0", "-0", "+5", "  42 ", "\t7\n", "1_000", "00012", "-9_9", "\u0661\u0662\u0663", "\u00a05\u2003", "123456789012345678901234567890"):
    print(repr(text), int(text))
for text, base in (("ff", 16), ("0xFF", 16), ("0b101", 2), ("0o17", 8), ("0xff", 0), ("0b11", 0), ("0o7", 0), ("0", 0), ("00", 0), ("z", 36), ("-Zz", 36), ("0x_f", 16), ("0b1", 16), ("1_0", 0)):
    print(text, base, int(text, base), int(text, base=base))
for arguments in (("",), ("  ",), ("1_",), ("_1",), ("1__0",), ("1 2",), ("0x1",), ("a",), ("9", 8), ("0x", 16), ("010", 0), ("0b2", 0), ("+-1",), ("1", 1), ("1", 37), ("1", -2), ("\xe9",), ("1\0",), ("0_", 0), ("5", "5")):
    try:
        print(int(*arguments))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(int(b"12"), int(bytearray(b" 7 ")), int(b"ff", 16))
for bad in (b"x", b"", b"1\xff"):
    try:
        int(bad)
    except ValueError as error:
        print(error)
