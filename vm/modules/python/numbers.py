"""Abstract classes of numbers, for isinstance()."""

from abc import ABCMeta


class Number(metaclass=ABCMeta):
    """A number."""

    __slots__ = ()
    __hash__ = None


class Complex(Number):
    """A number with a real and an imaginary part."""

    __slots__ = ()


class Real(Complex):
    """A number of the real line."""

    __slots__ = ()


class Rational(Real):
    """A fraction."""

    __slots__ = ()


class Integral(Rational):
    """A whole number."""

    __slots__ = ()


Complex.register(complex)
Real.register(float)
Integral.register(int)
