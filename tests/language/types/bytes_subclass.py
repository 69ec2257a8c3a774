# Subclasses of bytes and str: what their methods and constructors give.
class B(bytes):
    pass


class S(str):
    pass


class A(bytearray):
    pass


class D(bytes):
    def __str__(self):
        return "own str"

    def __repr__(self):
        return "own repr"


b, s, a = B(b"abc"), S("abc"), A(b"abc")
print(str(b), repr(b), str(s), repr(s), str(a), repr(a), str(D(b"x")), repr(D(b"x")), "%s %r" % (D(), D()), f"{D()} {D()!r}")
print(str(b, "ascii"), bytes(b), type(bytes(b)).__name__, type(str(s)).__name__, bytearray(b), type(B(b)).__name__)
for value in (b + b"d", b * 2, b[1:], b.upper(), b.strip(), b[:], s + "d", s * 1, s[:], s.upper(), s.strip(), str(s), a + b"d", a[1:], a.upper(), a * 2, a.copy()):
    print(type(value).__name__, value)
print(b == b"abc", b"abc" == b, hash(b) == hash(b"abc"), {b"abc": 1}[b], s == "abc", {"abc": 2}[s], b < b"abd", s in "xabcx", b"b" in b)
print(b.join([b"x", B(b"y")]), s.join(["x", S("y")]), b"%s" % b, "%s" % s, b.decode(), s.encode(), int(S("12")), float(B(b"1.5")), len(b), list(b), list(s))
print(isinstance(b, bytes), issubclass(B, bytes), B.fromhex("61"), type(B.fromhex("61")).__name__, type(A.fromhex("61")).__name__, B(), S(), B([1, 2]), S(5), S(b"x", "ascii"))
a += b"!"
print(type(a).__name__, a)
b.extra = 1
print(b.extra, b.__dict__)
