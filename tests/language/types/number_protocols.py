# What numeric built-ins ask of a program's classes.
class N:
    def __index__(self):
        return 3


class F:
    def __float__(self):
        return 2.5


class C:
    def __complex__(self):
        return 1 + 2j


class I:
    def __int__(self):
        return 7

    def __trunc__(self):
        return 8


class T:
    def __trunc__(self):
        return 9


class R:
    def __round__(self, digits=None):
        return ("round", digits)

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __abs__(self):
        return "abs"

    def __divmod__(self, other):
        return ("divmod", other)

    def __rdivmod__(self, other):
        return ("rdivmod", other)

    def __pow__(self, other, modulo=None):
        return ("pow", other, modulo)


class Bad:
    def __int__(self):
        return "x"

    __index__ = __float__ = __complex__ = __int__


import math

n = N()
print(int(n), float(n), complex(n), hex(n), bin(n), oct(n), chr(N()), [0, 1, 2, 3][n], "abcd"[n:], range(n), round(1.23456, n), bytes(n), "x" * n, [1] * n, 1 << 3, int("12", n), "%d %x" % (3, n), math.factorial(n), (5).to_bytes(n, "big"))
print(float(F()), complex(F()), math.sqrt(F()), complex(C()), int(I()), round(R()), round(R(), 2), math.floor(R()), math.ceil(R()), abs(R()), divmod(R(), 1), divmod(1, R()), pow(R(), 2), pow(R(), 2, 3), math.floor(F()), math.trunc(T()))
for action in (lambda: int(Bad()), lambda: float(Bad()), lambda: complex(Bad()), lambda: [1][Bad()], lambda: hex(Bad()), lambda: int(F()), lambda: float(C()), lambda: hex(I()), lambda: [1][I()], lambda: round(n), lambda: abs(n), lambda: divmod(n, 1), lambda: -n, lambda: n + 1, lambda: math.floor(n), lambda: range(F()), lambda: int(object()), lambda: math.trunc(F())):
    try:
        print(action())
    except TypeError as e:
        print(e)
