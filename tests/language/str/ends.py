# startswith and endswith.
for s in ("", "hello", "h\xe9llo", "\u20ac"):
    print([(s.startswith(a), s.endswith(a), s.startswith(a, 1), s.endswith(a, 0, -1), s.startswith(a, -3, 4)) for a in ("", "h", "lo", "\xe9", "\u20ac", "hello!", ("x", "h"), (), ("", "q"))])
print("abc".startswith("", 3), "abc".startswith("", 4), "abc".endswith("", 4), "abc".startswith("c", 2), "abc".startswith("b", 1, 1))
for call in (lambda: "a".startswith(5), lambda: "a".endswith(["a"]), lambda: "a".startswith(("b", 1)), lambda: "a".startswith(b"a")):
    try:
        print(call())
    except TypeError as error:
        print(error)
