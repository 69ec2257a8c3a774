# enumerate.
print(list(enumerate("abc")), list(enumerate("ab", 5)), list(enumerate([], 1)), list(enumerate("a", start=-1)), list(enumerate(iterable="x", start=2)), list(enumerate("ab", 10**30)))
e = enumerate("xyz")
print(next(e), next(e), iter(e) is e, list(e), list(e), type(e).__name__)
print(list(enumerate("ab", 2**62 - 1)), list(enumerate("ab", 2**63 - 1)), dict(enumerate("ab")), [i for i, c in enumerate("hello") if c == "l"])
for call in (lambda: enumerate(), lambda: enumerate(5), lambda: enumerate("a", "b"), lambda: enumerate("a", 1, 2), lambda: enumerate("a", begin=1)):
    try:
        print(call())
    except TypeError as error:
        print("TypeError")
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)


class Numbered(enumerate):
    pass


print(list(Numbered("ab")), isinstance(Numbered(""), enumerate))
