# Every built-in warning, and where it stands.
for kind in (Warning, UserWarning, DeprecationWarning, PendingDeprecationWarning, SyntaxWarning, RuntimeWarning, FutureWarning, ImportWarning, UnicodeWarning, BytesWarning, ResourceWarning,
             EncodingWarning):
    print(kind.__name__, [c.__name__ for c in kind.__mro__], repr(kind("x")), str(kind("a", 1)))
