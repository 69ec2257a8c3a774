# What may be set of an exception.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


e = ValueError("a", 1)
print(e.args, str(e), repr(e), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.args = ("b",)
print(str(e), attempt(lambda: setattr(e, "args", 5)), e.args)
e.__cause__ = KeyError("c")
print(repr(e.__cause__), e.__suppress_context__)
e.__suppress_context__ = False
print(e.__suppress_context__, attempt(lambda: setattr(e, "__cause__", 5)), attempt(lambda: setattr(e, "__context__", "x")), attempt(lambda: setattr(e, "__traceback__", 5)))
e.extra = 7
print(e.__dict__, e.extra, attempt(lambda: e.nothing))
s = StopIteration(3)
s.value = 4
print(s.value, s.args, SystemExit(5).code, SystemExit().code, SystemExit(1, 2).code)
o = OSError(2, "text", "file")
print(o.errno, o.strerror, o.filename, o.args, str(o), type(o).__name__, OSError(2, "t", "f", None, "g").filename2, str(OSError(5)), OSError("x").errno)
u = UnicodeDecodeError("utf-8", b"ab", 0, 1, "bad")
print(u.encoding, u.object, u.start, u.end, u.reason, str(u), attempt(lambda: UnicodeDecodeError("x")))
print(str(KeyError("k")), str(KeyError("k", 1)), str(KeyError()), e.with_traceback(None) is e, attempt(lambda: e.with_traceback(5)))
n = SyntaxError("m", ("f", 3, 4, "text", 3, 5))
print(n.msg, n.filename, n.lineno, n.offset, n.text, n.end_lineno, n.end_offset, str(n), str(SyntaxError("only")))
