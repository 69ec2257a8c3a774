# Formatting complex numbers.
c = 3.14159 - 2.71828j
for spec in ("", ".2f", "+.1f", "g", ".3g", "e", ".1e", "20.2f", "<20.2f", "^20.2f", "*>20.1f", ".3", "10", ",.2f", "G", "#.0f", " "):
    print(repr(spec), "[" + format(c, spec) + "]", "[" + format(1j, spec) + "]", "[" + format(complex(1234567, -1), spec) + "]")
for spec in ("d", "=10", "010", "s", "%", "x"):
    try:
        format(c, spec)
    except ValueError as error:
        print(error)
print("%s %r" % (c, c), f"{c}", f"{c:.1f}", str(c))
