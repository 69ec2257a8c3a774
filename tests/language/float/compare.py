# Ordering, with NaN and infinities.
inf, nan = float("inf"), float("nan")
values = [-inf, -1.5, -0.0, 0.0, 1.0, 1, 1.5, 2**60, 1e300, inf, nan]
for a in values:
    print(a, [(a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b) for b in values])
print(nan == nan, nan is nan, nan in [nan], [nan] == [nan], nan != nan, 0.0 == -0.0, 0.1 + 0.2 == 0.3)
print(sorted([3.5, -1, 2.25, 0, 10**20, -0.5]), max(1, 2.5, 2), min(1.0, 1), 1.0 == "1.0")
for bad in ("1.0 < 'a'", "1.0 >= None", "nan > []"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)
