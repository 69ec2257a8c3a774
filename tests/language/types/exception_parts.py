# What every exception has: args, notes, traceback, cause and context.
e = Exception("a", 1)
print(e.args, str(e), repr(e), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.args = [1, 2]
print(e.args, str(e), e.with_traceback(None) is e)
e.__cause__ = ValueError("cause")
print(e.__cause__, e.__suppress_context__)
e.__context__ = KeyError("context")
e.__suppress_context__ = False
print(repr(e.__context__), e.__suppress_context__)
e.add_note("first")
e.add_note("second")
print(e.__notes__)
for action in (lambda: e.add_note(1), lambda: e.with_traceback(3), lambda: setattr(e, "__cause__", 3), lambda: setattr(e, "__context__", "x"), lambda: setattr(e, "__traceback__", 5), lambda: setattr(e, "args", 5), lambda: Exception(a=1)):
    try:
        action()
    except TypeError as error:
        print(error)
for kind, args in ((KeyError, ("a",)), (KeyError, ()), (KeyError, (1, 2)), (KeyError, ("it's",)), (ValueError, ()), (ValueError, (None,)), (IndexError, ("x", "y")), (StopIteration, (5,)), (StopAsyncIteration, (5,)), (SystemExit, (3,)), (SystemExit, ()),
                   (SystemExit, (1, 2)), (ImportError, ("m",)), (AttributeError, ("a",)), (NameError, ("n",)), (MemoryError, ()), (AssertionError, ((1, 2),))):
    e = kind(*args)
    print(kind.__name__, repr(str(e)), repr(e), e.args, getattr(e, "value", "-"), getattr(e, "code", "-"))
i = ImportError("m", name="n", path="p")
a = AttributeError("m", name="n", obj=3)
n = NameError("m", name="n")
print(i.msg, i.name, i.path, a.name, a.obj, n.name, ImportError().name, AttributeError().obj, NameError().name)
for action in (lambda: ImportError("m", x=1), lambda: AttributeError(obj=1, y=2), lambda: KeyError(k=1)):
    try:
        action()
    except TypeError as error:
        print(error)
s = SyntaxError("m", ("f.py", 3, 5, "text", 3, 9))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, str(s), SyntaxError("m").lineno, str(SyntaxError("m", (None, 2, 1, ""))))
try:
    {}["missing"]
except KeyError as error:
    print(error, error.args, repr(error))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second") from None
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)


class Mine(Exception):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b


m = Mine("x", b=5)
print(m.args, m.b, repr(m), m == Mine("x"), isinstance(m, Exception), m.__dict__)
