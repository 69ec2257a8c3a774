# The mini-language on str.
for s in ("", "a", "hello", "h\xe9llo", "\u20ac\u20ac"):
    print([format(s, spec) for spec in ("", "s", "5", "<7", ">7", "^7", "^8s", "*^9", ".2", "8.3", ">8.3s", "\u20ac^6", "05", "<05", "x>2", ".0", "}<3", "{>3")])
for spec in ("d", "=5", "+5", " 5", "#5", ",", "_", "5.", "q", ".2f", "-5", "z", "x<", "ab"):
    try:
        print(repr(format("abc", spec)))
    except ValueError as error:
        print(spec, error)
