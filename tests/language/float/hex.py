# hex() and fromhex().
for d in (0.0, -0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, 2.2250738585072014e-308, 1e-310, 255.75, float("inf"), -float("inf"), float("nan"), 3.0e10):
    print(d.hex(), float.fromhex(d.hex()) == d)
for text in ("0x1p3", "1.8", "0x.8p1", " 0xFFp-4 ", "-0x1.8p+1", "inf", "-Infinity", "nan", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7ffp0", "0x0.00000000000008p-1022", "0x1p-1075", "0x1.8p-1075", "0xabcdef0123456789abcdefp10", "1p", "x", "", "0x", "0x1p1024", "0x1.g", "1p+-1", "0x1p0x1"):
    try:
        print(text, float.fromhex(text))
    except (ValueError, OverflowError) as error:
        print(text, type(error).__name__, error)
