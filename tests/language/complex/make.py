# complex() of text and numbers.
for text in ("1", "1j", "1+2j", "-1.5e3-2.5e-1j", "j", "-j", "+j", "1+j", "1-j", " ( 1+2j ) ", "inf", "nan+infj", "1_0+2_0j", "1e5j", ".5+.5J"):
    print(repr(text), complex(text))
for text in ("", "a", "1+", "1 + 2j", "1+2", "j1", "1jj", "(1", "1+2j+3j", "()", "+-1j", "1j+2"):
    try:
        print(complex(text))
    except ValueError as error:
        print(repr(text), error)
print(complex(), complex(1), complex(1, 2), complex(1.5, -2), complex(1j, 1j), complex(real=1, imag=2), complex(imag=3), complex(True, 10**3))


class C:
    def __complex__(self):
        return 3 + 4j


class F:
    def __float__(self):
        return 2.5


print(complex(C()), complex(F()), complex(F(), 1))
for call in (lambda: complex("1", 2), lambda: complex(1, "2"), lambda: complex([]), lambda: complex(1, []), lambda: complex(1, 2, 3), lambda: complex(x=1)):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
