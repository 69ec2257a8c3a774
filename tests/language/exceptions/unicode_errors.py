# The fields and texts of Unicode errors.
cases = ((UnicodeDecodeError, ("utf8", b"ab\xff", 2, 3, "why")), (UnicodeDecodeError, ("utf8", b"ab", 0, 2, "why")), (UnicodeDecodeError, ("x", bytearray(b"ab"), 0, 1, "r")),
         (UnicodeEncodeError, ("ascii", "\xe9", 0, 1, "why")), (UnicodeEncodeError, ("ascii", "a\u20ac", 1, 2, "why")), (UnicodeEncodeError, ("ascii", "\U0001f600", 0, 1, "why")),
         (UnicodeEncodeError, ("ascii", "abc", 0, 3, "why")), (UnicodeTranslateError, ("\xe9", 0, 1, "why")), (UnicodeTranslateError, ("abc", 0, 2, "why")),
         (UnicodeDecodeError, ()), (UnicodeDecodeError, ("a",)), (UnicodeDecodeError, ("a", "b", 0, 1, "c")), (UnicodeDecodeError, (1, b"b", 0, 1, "c")), (UnicodeDecodeError, ("a", b"b", "0", 1, "c")),
         (UnicodeEncodeError, ("a", b"b", 0, 1, "c")), (UnicodeEncodeError, ("a", "b", 0, 1, 5)), (UnicodeTranslateError, ("a", "b", 0, 1, "c")), (UnicodeTranslateError, (b"a", 0, 1, "c")), (UnicodeError, (1, 2)))
for kind, arguments in cases:
    try:
        e = kind(*arguments)
        print(kind.__name__, e, [getattr(e, name, "-") for name in ("encoding", "object", "start", "end", "reason")], e.args)
    except TypeError as error:
        print(kind.__name__, error)
e = UnicodeDecodeError("utf8", b"abc", 0, 1, "why")
e.start, e.end, e.reason = 1, 3, "because"
print(e, issubclass(UnicodeTranslateError, UnicodeError), issubclass(UnicodeError, ValueError))
