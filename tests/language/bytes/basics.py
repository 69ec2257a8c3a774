# Making bytes, subscripts, operators, repr.
b = b"hello"
print(b, b[0], b[-1], b[1:3], b[::-1], b[::2], len(b), list(b), bytes(), bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b), bytes(b) is b)
print(b + b" world", b * 2, 2 * b"ab", b"ab" * 0, b"l" in b, 104 in b, b"xyz" in b, b"" in b, b == b"hello", b < b"help", b != b"x", b"a" < b"aa", b == "hello")
print(b"\x00\t\n\r\\'\"\x7f\xff", b"it's", b'say "x"', b"'\"", b"", str(b"x"), repr(bytes(range(32, 127))))
print(hash(b"ab") == hash(b"a" + b"b"), {b"k": 1}[b"k"], bool(b""), sorted([b"b", b"a", b""]), b"\u0041", rb"\n", b"a" b"b")
for code in ("b'a'[5]", "b'a'['x']", "bytes([256])", "bytes([-1])", "bytes('x')", "bytes(-1)", "bytes(1.5)", "bytes(['a'])", "b'a' + 'a'", "b'a' + [1]", "256 in b'a'", "'a' in b'a'",
             "b'a' < 'a'", "b'a' * 'a'", "bytes('x', 'utf-8', 'strict', 1)", "bytes(b'x', 'ascii')", "bytes(None)", "bytes([1.5])"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
try:
    b[0] = 1
except TypeError as error:
    print(error)


class B:
    def __bytes__(self):
        return b"from B"


print(bytes(B()), bytes(bytearray(b"x")), bytes(memoryview(b"yz")), bytes(x for x in (1, 2)), bytes(source=b"s"), bytes("ab", encoding="ascii"))
