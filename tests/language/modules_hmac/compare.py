# needs a library
import hmac

for a, b in ((b"abc", b"abc"), (b"abc", b"abd"), (b"abc", b"ab"), ("abc", "abc"), ("abc", "abd"), (b"", b""), (bytearray(b"x"), b"x"), ("", "a")):
    print(hmac.compare_digest(a, b))
for a, b in (("a", b"a"), ("\u00e9", "a"), (1, 1), (b"a", None)):
    try:
        print(hmac.compare_digest(a, b))
    except TypeError:
        print("TypeError")
