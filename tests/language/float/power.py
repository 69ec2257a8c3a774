# ** and its errors.
for a, b in ((2.0, 10), (2, 0.5), (2.0, -1), (0.0, 0), (0.0, 5), (-0.0, 3), (-2.0, 3), (-2.0, -3), (1.0, float("nan")), (float("nan"), 0), (float("inf"), -1), (float("-inf"), 3), (0.5, float("inf")), (4, -0.5), (10.0, 308), (1e-200, 2), (2, 1023.5), (-8.0, 2.0)):
    print(a, b, a**b, pow(a, b))
for a, b in ((0.0, -1), (-0.0, -2.5), (1e300, 2), (-10.0, 309), (0, -1.5)):
    try:
        print(a**b)
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error, error.args)
c = (-8.0) ** (1 / 3)
print(type(c).__name__, round(c.real, 9), round(c.imag, 9), (-1) ** 0.5 == (-1.0) ** 0.5)
