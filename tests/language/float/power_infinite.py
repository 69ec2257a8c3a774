# Powers of zero, one and infinities to infinite exponents.
inf, nan = float("inf"), float("nan")
for base in (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, inf, -inf, nan):
    print(base, [base**e for e in (inf, -inf, 0.0, nan)], pow(base, -inf))
for base in (0.0, -0.0):
    for e in (-1.0, -2.5, -3):
        try:
            print(base**e)
        except ZeroDivisionError as error:
            print(error)
print(0**inf, 1**-inf, 2**-inf, 0**-inf)
