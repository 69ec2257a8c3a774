# Powers with and without a modulus.
for base in (0, 1, -1, 2, -2, 3, 10, 12, -7, 2**40, 10**12):
    print([base**e for e in (0, 1, 2, 3, 5, 8, 20)])
print(3**200, 6**90, (-6) ** 91, 2**200, 1024**31)
print(2**-1, (-2) ** -3, 10**-3, 0**0, True**5, 5**True)
try:
    0**-1
except ZeroDivisionError as error:
    print(error)
print(pow(3, 100, 7), pow(3, 100, -7), pow(-3, 101, 7), pow(2, 10**30, 10**9 + 7), pow(10**20, 10**5, 10**25 + 3))
print(pow(3, -1, 7), pow(3, -5, 11), pow(10, -1, 2**61 - 1), pow(5, 0, 1), pow(5, 3, 1), pow(5, 3, -1))
for arguments in ((2, -1, 4), (2, 3, 0), (2, 1.5, 3), (2.0, 3, 5)):
    try:
        print(pow(*arguments))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(pow(2, 10), pow(2, -2), pow(base=2, exp=5), pow(2, 5, mod=7))
