# float.hex and float.fromhex, as_integer_ratio, is_integer.
for x in (0.0, -0.0, 1.0, 1.5, -0.1, 1e300, 5e-324, 2.2250738585072014e-308, float("inf"), float("-inf"), 3.141592653589793, 1 / 3):
    print(x, x.hex(), float.fromhex(x.hex()) == x)
print(float("nan").hex())
for text in ("0x1.8p0", "0x1.8", "1.8", "-0x.8p3", "0X1P-2", " 0x1p4 ", "inf", "-Infinity", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "0x0.0000000000001p-1022", "0x1p-1074", "0x1p-1075", "0x123456789abcdef01", "+0x1"):
    print(text, float.fromhex(text))
for text in ("", "x", "0x", "0x1p", "0x1.8q", "0x1p99999", "1..8", "--1", "0x 1", "nanx"):
    try:
        print(float.fromhex(text))
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
print((0.5).as_integer_ratio(), (-2.25).as_integer_ratio(), (1e20).as_integer_ratio(), (0.1).as_integer_ratio())
for x in (float("inf"), float("nan")):
    try:
        x.as_integer_ratio()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
print((1.0).is_integer(), (1.5).is_integer(), (1e300).is_integer(), float("inf").is_integer(), (2.5).real, (2.5).imag, (2.5).conjugate(), (2.7).__trunc__(), (2.2).__ceil__(), (-2.2).__floor__())


class F(float):
    pass


print(type(F.fromhex("1.8")).__name__, F(2).hex())
