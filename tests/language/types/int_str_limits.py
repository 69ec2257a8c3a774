# Conversion between ints and text, of any size and base.
n = 7**2000
text = str(n)
print(len(text), int(text) == n, text[:20], text[-20:], int("-" + text) == -n, int(text.encode()) == n)
for base in (2, 3, 7, 8, 10, 16, 32, 36):
    digits = []
    m = n
    while m:
        m, d = divmod(m, base)
        digits.append("0123456789abcdefghijklmnopqrstuvwxyz"[d])
    assert int("".join(reversed(digits)), base) == n
print(hex(n)[:10], oct(n)[:10], bin(n)[:10], format(n, "x") == hex(n)[2:], f"{n:,}"[:15], f"{n:_x}"[:15])
for text, base in (("0x1F", 16), ("0X1f", 0), ("0b101", 0), ("0o17", 0), ("0b11", 2), ("z", 36), ("Z", 36), (" \n12\t", 10), ("+5", 10), ("-0", 10), ("1_2_3", 10), ("0x_f", 0), ("0", 0), ("00", 0), ("\u0661\u0662", 10), ("\uff11", 10)):
    print(repr(text), base, int(text, base))
for args in (("",), (" ",), ("_1",), ("1_",), ("1__2",), ("0x",), ("0x1",), ("1.0",), ("12a",), ("08", 0), ("0b2", 0), ("z", 35), ("1", 1), ("1", 37), ("1", -1), (1, 10), (b"\xff",), ("1\0",), ("\u00bd",), ("- 1",), ("--1",), (None,), ([],), ({}, 3)):
    try:
        print(int(*args))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
