# Methods called by name, and missing attributes.
print((1.5).__add__(2), (1.5).__radd__(2), (1.5).__add__("x"), float.__mul__(2.0, 3), (7.5).__divmod__(2), (7.5).__floordiv__(2), (2.0).__pow__(3), (1.5).__neg__(), (1.5).__eq__(1.5), (1.5).__lt__("x"), (1.5).__bool__(), (1.5).__int__(), (1.5).__round__(), (1.25).__round__(1), (-1.5).__abs__())
try:
    (1.5).foo
except AttributeError as error:
    print(error)
try:
    (1.5).foo = 1
except AttributeError as error:
    print(error)
print(type(1.5), float.__name__, (1.5).__class__, isinstance(1.5, (int, float)), bool(0.0), bool(-0.0), bool(5e-324), not 0.0)
for call in (lambda: float(1, 2), lambda: float(x=1), lambda: len(1.5), lambda: range(1.5)):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
