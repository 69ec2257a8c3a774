class AppError(Exception):
    """Of the application."""

    def __init__(self, code, *rest):
        super().__init__("code %d" % code, *rest)
        self.code = code


class Worse(AppError):
    def __str__(self):
        return "worse than " + super().__str__()


for e in (AppError(5), AppError(6, "more"), Worse(7)):
    try:
        raise e
    except AppError as caught:
        print(caught, repr(caught), caught.code, caught.args, caught is e)


class NoInit(ValueError):
    pass


print(repr(NoInit()), repr(NoInit(1, 2)), str(NoInit("a")), NoInit("x").args)


class OwnArgs(Exception):
    def __init__(self, a, b):
        self.a = a


x = OwnArgs(1, 2)
print(x.args, x, repr(x))


class Keyword(Exception):
    def __init__(self, *, key):
        self.key = key


print(Keyword(key=3).key, Keyword(key=3).args)
try:
    ValueError(a=1)
except TypeError as e:
    print(e)
e = ValueError("v")
e.extra = [1]
print(e.extra, e.__dict__, hasattr(e, "other"))
del e.extra
print(hasattr(e, "extra"))


class Multi(KeyError, AttributeError):
    pass


try:
    raise Multi("m")
except AttributeError as e:
    print(type(e).__name__, e, [c.__name__ for c in type(e).__mro__])
e = Exception(1, 2)
e.args = (3,)
print(e, repr(e))
e.args = [4, 5]
print(e.args)


class Str(Exception):
    def __str__(self):
        return "text"


print(Str("a"), repr(Str("a")), f"{Str()}")
