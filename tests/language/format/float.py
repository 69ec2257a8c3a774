# The mini-language on floats.
inf, nan = float("inf"), float("nan")
numbers = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 2.5, 3.5, 1234.5678, -1234567.891, 1e-5, 1e16, 123456789012345678.0, 1e100, 5e-324, 1.7976931348623157e308, 0.5, 99.995, 9.9995, inf, -inf, nan]
specs = ["", "f", ".0f", ".1f", ".2f", ".10f", "e", ".0e", ".3e", "E", "g", ".0g", ".3g", "G", ".10g", "%", ".1%", "n", ".3", ".1", ".0", ".17", ".25g", "10", "<10", "^12.2f", "=12.2f", "012.3f", "+.2f", " .2f", ",", ",.2f", "_.1f", "015,.2f", "#.0f", "#.0e", "#g", "#.3g", "#", "*>15.4e", "+010,.1f", "F", "08", "z.0f", "z.1f", "+z.1f"]
for d in numbers:
    print(d, [format(d, s) for s in specs])
for d in (2.675, 1e23, 0.1, 1e-7, 123.456, 5e-324):
    for p in (0, 1, 5, 16, 17, 20, 30, 55):
        print(format(d, ".%df" % p), format(d, ".%de" % p), format(d, ".%dg" % p))
print(format(0.1, ".100f"), format(1e22, ".5f"), format(1e308, ".3f"), len(format(5e-324, ".1100f")), format(5e-324, ".800e")[-60:])
for spec in ("d", "x", "s", "c", ",n", ".f", "_n", "q"):
    try:
        print(format(1.5, spec))
    except ValueError as error:
        print(spec, error)
