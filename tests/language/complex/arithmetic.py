# Operators of complex numbers.
values = [0j, 1j, 1 + 2j, -1.5 - 0.5j, complex(3, 0), 2, 0.5, True]
for a in values:
    row = []
    for b in values:
        row += [a + b, a - b, a * b]
        if b:
            q = a / b
            row += [round(q.real, 12), round(q.imag, 12)]
    print(a, row)
print(-(1 + 2j), +(1 + 2j), abs(3 + 4j), (1 + 2j) ** 2, (1 + 2j) ** -1, (1 + 2j) ** 0, 2 ** (1 + 0j), (1 + 2j).conjugate())
for expression in ("1j / 0", "1j // 1", "1j % 1", "1j < 2", "0j ** -1", "0j ** 1j", "divmod(1j, 1)", "~1j", "1j + 'a'", "int(1j)", "float(1j)", "1e200j ** 2", "(1e308+1e308j) ** 2"):
    try:
        print(eval(expression))
    except (ZeroDivisionError, TypeError, OverflowError) as error:
        print(expression, type(error).__name__, error)
