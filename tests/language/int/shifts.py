# Shifts floor, and never lose bits to the left.
for n in (0, 1, -1, 5, -5, 2**31, -(2**31), 2**63 + 1, -(2**63) - 1, 3**80, -(3**80)):
    print(n, [n << s for s in (0, 1, 31, 32, 33, 63, 64, 65)], [n >> s for s in (0, 1, 2, 31, 32, 33, 62, 63, 64, 65, 126, 1000)])
print(1 >> 10**30, -1 >> 10**30, 0 << 10**30)
for expression in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 << 1.0):
    try:
        expression()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(1 << True, 8 >> True)
