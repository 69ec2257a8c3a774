# strip, lstrip, rstrip, removeprefix, removesuffix.
for s in ("", "  ", " a b ", "\t\n x \r\x0b\x0c\x1c", "xxaxx", "\xa0\u2003e\u3000", "\xe9\xe9a\xe9", "abcba"):
    print(repr(s), [s.strip(), s.lstrip(), s.rstrip(), s.strip(None), s.strip("x"), s.strip("ab"), s.lstrip("xa"), s.rstrip("\xe9"), s.strip("\xe9a"), s.strip("")])
print("testing".removeprefix("test"), "testing".removeprefix("x"), "testing".removesuffix("ing"), "testing".removesuffix(""), "aa".removeprefix("aaa"), "\xe9t\xe9".removesuffix("\xe9"))
for call in (lambda: "a".strip(5), lambda: "a".lstrip(b"a"), lambda: "a".removeprefix(1)):
    try:
        call()
    except TypeError as error:
        print(error)
