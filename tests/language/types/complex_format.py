# Formatting and parsing of complex numbers.
for c in (1 + 2j, -1.5 - 0.25j, 0j, 1e20 + 1j, complex("nan+infj"), complex(0.0, -0.0), complex(-0.0, 3), 3j, complex(1e-7, 12345678.9)):
    print(c, repr(c), str(c), "%s" % c, f"{c}")
    for spec in ("", ".2f", "e", "g", ".3g", "+.1f", " .1f", ">20", "<20.1f", "^24.2e", "*>15.0f", "n", "G", "F", ",.2f", "_.1f", "#.3g", "020" if c == 1j else "20"):
        try:
            print(repr(format(c, spec)))
        except ValueError as e:
            print(spec, e)
for spec in ("d", "x", "=10", "010.1f", "%", "s", "c"):
    try:
        print(format(1 + 2j, spec))
    except ValueError as e:
        print(e)
for text in ("1+2j", "1-2J", "j", "-j", "+1j", " 1+2j ", "(1+2j)", "( 1+2j )", "1e3-1e-3j", "inf+nanj", "1_0+2_0j", "infj", "1", "-.5", "5.j"):
    print(repr(complex(text)))
for text in ("", "1+", "1 + 2j", "1+2", "j1", "1+2jj", "((1))", "(1", "1+-2j", "1__0", "x"):
    try:
        print(complex(text))
    except ValueError as e:
        print(e)
for args in ((1, 2), (1.5,), (1j, 1j), (True, False), ("1",), (1, 2j)):
    print(complex(*args))
for args in ((None,), ("1", 2), (1, "2"), ([],)):
    try:
        print(complex(*args))
    except TypeError as e:
        print(e)
