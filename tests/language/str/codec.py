# encode and decode, with error handlers.
texts = ["", "abc", "h\xe9llo", "\u20ac5", "a\U0001f600b"]
for s in texts:
    print(s.encode(), s.encode("utf-8").decode("utf-8") == s, str(s.encode("UTF8"), "utf_8") == s, bytes(s, "utf-8"))
    for encoding in ("ascii", "latin-1", "iso-8859-1", "US-ASCII", "L1"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
            try:
                print(s.encode(encoding, errors), end=" ")
            except UnicodeEncodeError as error:
                print(error, error.start, error.end, error.reason, error.object == s, end=" ")
    print()
data = [b"", b"abc", b"\xc3\xa9", b"\xff", b"a\xc3", b"\xe2\x82", b"\xe2\x82x", b"\xc0\x80", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf4\x90\x80\x80", b"\xf8\x88", b"ok\x80\x81end", b"\xe2\x28\xa1", b"\xf0\x9f\x98"]
for d in data:
    for encoding in ("utf-8", "ascii", "latin-1"):
        for errors in ("strict", "ignore", "replace", "backslashreplace"):
            try:
                print(ascii(d.decode(encoding, errors)), end=" ")
            except UnicodeDecodeError as error:
                print(error, error.start, error.end, end=" ")
    print()
for call in (lambda: "a".encode("nope"), lambda: b"a".decode("nope"), lambda: b"\xff".decode("utf-8", "nope"), lambda: "\xe9".encode("ascii", "nope"), lambda: "a".encode(5), lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: str(b"a", 5)):
    try:
        print(call())
    except (LookupError, TypeError) as error:
        print(type(error).__name__, error)
print(str(b"abc", "ascii"), str(object=b"x", encoding="utf-8"), str(b"\xff", errors="replace") == "\ufffd", b"x".decode(encoding="latin1", errors="strict"))
