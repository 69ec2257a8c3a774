# zip, with strict.
print(list(zip()), list(zip("ab")), list(zip("ab", [1, 2, 3])), list(zip("abc", range(2), [5, 6, 7])), list(zip(*[(1, 2), (3, 4)])), dict(zip("ab", (1, 2))), list(zip(range(3), range(3), range(3), range(3), range(3))))
z = zip("ab", "cd")
print(next(z), iter(z) is z, list(z), next(z, None), type(z).__name__)
print(list(zip("ab", "cd", strict=True)), list(zip(strict=True)))
for args in (("ab", "a"), ("a", "ab"), ("ab", "ab", "a"), ("a", "a", "ab"), ("", "", "x")):
    try:
        print(list(zip(*args, strict=True)))
    except ValueError as error:
        print(error)
for call in (lambda: zip(5), lambda: zip("a", None), lambda: zip("a", stric=True)):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)
a = iter(range(5))
print(list(zip(a, a)), list(a))
b = iter(range(5))
print(list(zip("xy", b)), next(b))
print(list(zip([1, 2], (x * x for x in (3, 4)), {"k": 1, "j": 2})))
