# Exception classes: user-made, matching, errors of raise and except.
class AppError(Exception):
    def __init__(self, code, *args):
        super().__init__(code, *args)
        self.code = code
class NotFound(AppError):
    def __str__(self): return "not found: %s" % self.code
try:
    raise NotFound(404, "x")
except AppError as e:
    print(e, repr(e), e.args, e.code, isinstance(e, Exception))
try:
    raise AppError(1)
except AppError as e:
    print(e, repr(e))
for bad in (5, "text", object(), int):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    raise ValueError
except Exception as e:
    print(repr(e), e.args, str(e) == "")
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), Exception.__mro__[1].__name__)
e = ValueError("a", 1)
print(e, repr(e), e.args)
e.args = ("z",)
print(e)
class Ctx(Exception): pass
def dispatch(x):
    try:
        raise x
    except (ValueError, KeyError, Ctx) as e:
        return type(e).__name__
    except BaseException as e:
        return "base " + type(e).__name__
print(dispatch(ValueError()), dispatch(Ctx), dispatch(KeyError(1)), dispatch(SystemExit()), dispatch(KeyboardInterrupt))
print(KeyError("k"), repr(KeyError("k")), OSError(2, "msg"), repr(OSError(2, "msg")))
print(StopIteration(5).value, SystemExit(3).code)
x = AttributeError("q")
print(x, ImportError("no", name="m").name)
