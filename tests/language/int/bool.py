# bool is an int with two instances.
print(True + True, True * 5, -True, +True, True / 2, True // 2, True % 2, True ** 2, True << 3)
print(type(True + 0).__name__, type(True & True).__name__, type(True | 0).__name__, type(not 1).__name__)
print(bool(), bool(0), bool(""), bool([]), bool(None), bool(0.0), bool("False"), bool(-1), bool(10**30), bool([0]))
print(repr(True), str(False), f"{True}", f"{True:d}", f"{True:5}", "%d" % True, "%s" % True, int(True), float(True))
print(True == 1, hash(True) == 1, True < 2, [10, 20][True], "ab"[False], {True: "a"}[1])
print(isinstance(True, int), issubclass(bool, int), bool.__mro__, True.__class__, type(True)(0))
for bad in (lambda: bool(1, 2), lambda: bool(x=1)):
    try:
        bad()
    except TypeError as error:
        print(type(error).__name__)
try:

    class B(bool):
        pass

except TypeError as error:
    print(error)
