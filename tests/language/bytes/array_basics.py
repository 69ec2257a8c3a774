# bytearray: making and changing.
a = bytearray(b"hello")
print(a, a[0], a[1:3], len(a), bytearray(), bytearray(2), bytearray([1, 2]), bytearray("é", "utf-8"), a == b"hello", b"hello" == a, a < b"z", str(a))
a[0] = 72
a[-1:] = b"O!"
print(a)
a[1:1] = b"__"
a[::2] = b"0123"[: len(a[::2])]
print(a)
del a[0]
del a[1:3]
print(a)
del a[::2]
print(a)
a[:] = range(5)
print(a, list(a))
a += b"xy"
b = a
b += bytearray(b"z")
b *= 2
print(a, a is b)
a *= 0
print(a, a + b"new", b"new" + a, bytearray(b"ab") * 2, type(b"x" + bytearray(b"y")).__name__, type(bytearray(b"x") + b"y").__name__)
for code in ("bytearray(b'a')[3]", "hash(bytearray())", "bytearray(['a'])", "bytearray('a')", "bytearray(b'a') + 'x'", "bytearray([300])"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)


def attempt(code):
    try:
        exec(code, {"a": bytearray(b"abc")})
    except Exception as error:
        print(code, type(error).__name__, error)


attempt("a[5] = 1")
attempt("a[0] = 256")
attempt("a[0] = 'x'")
attempt("a[0] = b'x'")
attempt("del a[9]")
attempt("a[::2] = b'x'")
attempt("a[0:1] = 5")
attempt("a += 'x'")
attempt("a['x'] = 1")
