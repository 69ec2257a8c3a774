# center, ljust, rjust, zfill, expandtabs.
for s in ("", "a", "ab", "abc", "\xe9", "-5", "+", "--1"):
    for w in (-1, 0, 1, 2, 3, 4, 5, 8):
        print(repr(s.center(w)), repr(s.center(w, "*")), repr(s.ljust(w, "\u20ac")), repr(s.rjust(w)), repr(s.zfill(w)), end=" ")
    print()
print(repr("a\tb\tc".expandtabs()), repr("a\tb\tc".expandtabs(4)), repr("ab\n\tc\r\td".expandtabs(tabsize=3)), repr("\t\xe9\t".expandtabs(2)), repr("a\tb".expandtabs(0)), repr("a\tb".expandtabs(-5)))
for call in (lambda: "a".center("x"), lambda: "a".ljust(5, "ab"), lambda: "a".rjust(5, ""), lambda: "a".center(5, 5), lambda: "a".zfill(1.5), lambda: "a".center()):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
