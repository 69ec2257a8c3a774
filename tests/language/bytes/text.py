# Case, tests, padding, translation.
b = b"Hello wORLD 1"
print(b.lower(), b.upper(), b.swapcase(), b.capitalize(), b.title(), b"they're bill's".title())
for s in (b"", b"abc", b"ABC", b"Abc", b"abc1", b"123", b" \t", b"a b", b"\xe9", b"Ab Cd", b"AB cd"):
    print(s, s.isalpha(), s.isdigit(), s.isalnum(), s.isspace(), s.islower(), s.isupper(), s.istitle(), s.isascii())
print(b"ab".ljust(5), b"ab".rjust(5, b"*"), b"ab".center(5, b"."), b"abc".center(6, b"."), b"ab".center(1), b"42".zfill(5), b"-42".zfill(5), b"+x".zfill(4), b"".zfill(2))
print(b"a\tbc\td".expandtabs(), b"a\tb".expandtabs(4), b"\t".expandtabs(0), b"ab\n\tx".expandtabs(tabsize=3))
table = bytes.maketrans(b"abc", b"xyz")
print(b"aabbcc!".translate(table), b"hello".translate(None, b"l"), b"hello".translate(table, delete=b"h"), len(table))
for call in (lambda: b"a".ljust(5, b"ab"), lambda: b"a".translate(b"short"), lambda: bytes.maketrans(b"a", b"bc"), lambda: b"a".center("x")):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
