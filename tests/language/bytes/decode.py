# decode and encode.
print(b"caf\xc3\xa9".decode(), b"caf\xe9".decode("latin-1"), b"abc".decode("ascii"), b"".decode(), "日本".encode(), "é".encode("latin-1"), b"\xf0\x9f\x98\x80".decode("utf-8"))
for data, encoding in ((b"\xff", "utf-8"), (b"a\xc3", "utf-8"), (b"\xed\xa0\x80", "utf-8"), (b"\xe9", "ascii"), (b"ab\x80cd", "utf-8"), (b"\xc0\x80", "utf-8")):
    try:
        print(data.decode(encoding))
    except UnicodeDecodeError as error:
        print(error)
print(b"a\xffb".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", errors="replace"), b"a\xe9".decode(encoding="ascii", errors="replace"))
try:
    b"x".decode("no such encoding")
except LookupError as error:
    print(error)
try:
    "é".encode("ascii")
except UnicodeEncodeError as error:
    print(error)
print(str(b"abc", "utf-8"), str(b"\xc3\xa9", encoding="utf-8"), bytearray(b"x\xc3\xa9").decode())
