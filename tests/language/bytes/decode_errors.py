# Every error handler of decode().
pieces = (b"a\xff\xfeb", b"\xc3(", b"\xe2\x82", b"\xed\xa0\x80x", b"\xf0\x9f\x98", b"ok", b"\x80\x80")
for data in pieces:
    for encoding in ("utf-8", "ascii"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "nonsense"):
            try:
                print(data, encoding, errors, ascii(data.decode(encoding, errors)))
            except (UnicodeDecodeError, LookupError, TypeError) as e:
                print(data, encoding, errors, type(e).__name__, e)
for data in pieces:
    escaped = data.decode("utf-8", "surrogateescape")
    print(escaped.encode("utf-8", "surrogateescape") == data)
