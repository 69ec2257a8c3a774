"""Module doc."""
print(__doc__)


def f():
    """Function
    doc."""


def g():
    "a" "b"
    return 1


def h():
    x = "no doc"
    "still none"


def i():
    f"not a doc"


def j():
    b"not a doc"


def k(): "one line"


class C:
    r"class\doc"

    def m(self):
        '''method'''
    x = 1


class D:
    1
    "no"


class E: "one line"; y = 1


print([o.__doc__ for o in (f, g, h, i, j, k, C, C.m, D, E, lambda: "x")])
f.__doc__ = "changed"
print(f.__doc__, E.y)
