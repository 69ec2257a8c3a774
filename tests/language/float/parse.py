# float() of text.
for text in ("1", "1.", ".5", "-.5e1", "+3", "1e5", "1E-5", "  2.5\n", "1_000.5", "1_0e1_0", "inf", "-Infinity", "+nan", "iNf", "1e400", "-1e400", "1e-400", "0x1", "1e", ".", "", " ", "1__0", "_1", "1_", "1._5", "1e5.5", "--1", "1 2", "infinit", "1e+", "\u0661.\u0665", "\u00a01\u00a0", "123456789" * 10, "0." + "0" * 50 + "123", "1" + "0" * 30 + "e-30", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.99999999999999999999999", "1.7976931348623158e308", "1.7976931348623159e308", "2.4703282292062328e-324", "2.4703282292062327e-324", "0e999999999999", "1e-99999999999", "\0", "1\0"):
    try:
        print(repr(text)[:40], float(text))
    except ValueError as error:
        print(str(error)[:80])
print(float(b"1.5"), float(bytearray(b" 2 ")), float(True), float(10**20), float(), float(1.5))
for bad in (None, [], 1j, b"x", "x", object):
    try:
        print(float(bad))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
