# round() half to even on the exact value.
for d in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999999999996, 0.49999999999999994, 1e16, 4503599627370497.5, 9007199254740993.0, 1e22, -2.6):
    print(round(d), round(d, None))
for d in (2.675, 1.005, 0.5, 0.15, 0.25, 0.35, 1234.5678, -1234.5678, 5e-324, 1e300, 123456789.125, 2.5, 1e-7, 0.1 + 0.2):
    print([round(d, n) for n in (-310, -3, -2, -1, 0, 1, 2, 3, 5, 10, 20, 400)])
print(round(-0.4), round(-0.4, 0), round(0.0, 5), round(-0.0, 1), round(1.5, True), round(float("inf"), 2), round(float("nan"), 2))
for call in (lambda: round(float("inf")), lambda: round(float("nan")), lambda: round(1.5, "x"), lambda: round(1.7e308, -308), lambda: round("x")):
    try:
        print(call())
    except (OverflowError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
