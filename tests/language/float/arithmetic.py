# Operators, and what mixes with floats.
values = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -7.25, 1e10, 1e300, 1e-300, 3.0]
for a in values:
    row = []
    for b in values:
        row += [a + b, a - b, a * b]
        if b:
            row += [a / b, a // b, a % b, divmod(a, b)]
    print(a, row)
print(1 + 0.5, 0.5 + 1, 2**70 * 1.0, 1.0 * 2**70, True + 0.5, 7 // 2.0, -7 // 2.0, 7 % -2.5, -7.5 % 2, 1e308 * 10, -1e308 * 10)
for expression in ("1.0 / 0", "1.0 // 0.0", "1.0 % 0", "divmod(1.0, 0)", "1 / 0.0", "1.0 * 10**400", "10**400 + 1.5", "1.0 + 'a'", "1.0 << 2", "1.0 & 1", "~1.0", "-'a'", "1.5 @ 2"):
    try:
        print(eval(expression))
    except (ZeroDivisionError, OverflowError, TypeError) as error:
        print(expression, type(error).__name__, error)
x = 1.5
x += 1
x *= 2
x -= 0.5
x /= 3
x //= 0.5
x **= 2
x %= 2
print(x, -x, +x, abs(-x))
