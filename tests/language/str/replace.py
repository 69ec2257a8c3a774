# replace with and without a count.
for s in ("", "a", "banana", "\xe9a\xe9", "aaaa"):
    print([s.replace(a, b, n) for a in ("", "a", "an", "\xe9", "zz") for b in ("", "-", "\u20ac\u20ac") for n in (-1, 0, 1, 2, 100)])
print("banana".replace("a", "a"), "abc".replace("abc", ""), "\xe9".replace("\xe9", "e").isascii(), "x".replace("x", "\xe9").isascii(), "abc".replace("b", "B", True))
for call in (lambda: "a".replace("a"), lambda: "a".replace(1, "b"), lambda: "a".replace("a", None), lambda: "a".replace("a", "b", "c")):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
