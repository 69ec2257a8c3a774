# What ints say about themselves, and errors of operators.
print(type(5), type(5).__name__, (5).__class__, isinstance(5, (str, int)))
for bad in ("1 + 'a'", "'a' + 1", "1 - None", "[] * 1.5", "1 / 'a'", "1 // None", "1 % []", "2 ** 'a'", "-'a'", "~1.5", "1 @ 2", "5 .foo", "len(5)", "1 << 'a'"):
    try:
        eval(bad)
    except (TypeError, AttributeError) as error:
        print(bad, "->", type(error).__name__, error)
try:
    (5).foo = 1
except AttributeError as error:
    print(error)
print((5).__add__(3), (5).__add__("x"), (5).__radd__(2), int.__mul__(3, 4), (7).__divmod__(2), (-7).__floordiv__(2), (2).__pow__(5))
print((5).__eq__(5), (5).__lt__("a"), (5).__hash__(), (5).__bool__(), (5).__repr__(), (0).__bool__(), (5).__neg__(), (5).__invert__())
