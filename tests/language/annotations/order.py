# Annotations of a function are evaluated where it is defined: after decorators and defaults, in this order.
def t(x):
    print("t", x)
    return x


def decorate(function):
    print("decorated")
    return function


@decorate
def g(a: t(1), b: t(2) = t(3), /, c: t(4) = t(5), *d: t(6), e: t(7) = t(8), **k: t(9)) -> t(10):
    x: t(11) = 12
    y: t(13)
    return x


print(g.__annotations__)
print(g(1))
try:
    def bad(a: missing_name):
        pass
except NameError as e:
    print(e)
print("bad" in globals())
