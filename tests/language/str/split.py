# split, rsplit, splitlines, partition.
for s in ("", " ", "a", "a b c", "  a  b  c  ", "a,b,,c,", ",", "one\ttwo\nthree\x0bfour\x1cfive", "\xa0a\u2003b\xa0", "h\xe9,l\xe9"):
    print(repr(s), s.split(), s.rsplit(), s.split(None, 1), s.rsplit(None, 1), s.split(None, 0), s.rsplit(None, 0), s.split(","), s.rsplit(",", 1), s.split(",", 1), s.split(",", maxsplit=2), s.split(sep=None, maxsplit=-1), s.split(", "))
    print(s.partition(","), s.rpartition(","), s.partition(" "), s.rpartition("\xe9"))
print("aXXbXXc".split("XX"), "aXXXb".split("XX"), "aXXXb".rsplit("XX"), "aaa".split("a"), "aaa".split("aa"), "aaa".rsplit("aa"))
for s in ("", "\n", "a\nb", "a\nb\n", "a\r\nb\rc\n\nd", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "\r\n\r\n", "\xe2x\xc2y"):
    print(repr(s), s.splitlines(), s.splitlines(True), s.splitlines(keepends=True))
for call in (lambda: "a".split(""), lambda: "a".partition(""), lambda: "a".rpartition(""), lambda: "a".split(5), lambda: "a".split("a", "b"), lambda: "a".partition(None), lambda: "a".split(x=1)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error if isinstance(error, ValueError) else "")
