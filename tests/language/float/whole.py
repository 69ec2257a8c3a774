# is_integer, as_integer_ratio, and conversion to int.
inf = float("inf")
for d in (0.0, -0.0, 1.0, 0.5, -2.75, 1e22, 5e-324, 0.1, 2.0**100, 1e-10):
    print(d.is_integer(), d.as_integer_ratio(), int(d), d.real, d.imag, d.conjugate(), d.__trunc__(), d.__floor__(), d.__ceil__())
for d in (inf, -inf, float("nan")):
    print(d.is_integer())
    for method in (d.as_integer_ratio, d.__int__, d.__floor__, d.__ceil__):
        try:
            method()
        except (OverflowError, ValueError) as error:
            print(type(error).__name__, error)
