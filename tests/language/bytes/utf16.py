# UTF-16 and UTF-32, with and without a byte order mark.
text = "aé\u20ac\U0001f600"
for name in ("utf-16", "utf-16-le", "utf-16-be", "utf_16", "UTF16", "U16", "utf-32", "utf-32-le", "UTF_32_BE", "utf-8-sig", "utf-16le", "utf-32be"):
    data = text.encode(name)
    print(name, data, data.decode(name) == text, "".encode(name))
print(b"\xff\xfea\0b\0".decode("utf-16"), b"\xfe\xff\0a\0b".decode("utf-16"), b"a\0b\0".decode("utf-16"), b"\0\0\xfe\xff\0\0\0a".decode("utf-32"))
print(ascii(b"\xff\xfea\0".decode("utf-16-le")), b"\xef\xbb\xbfa".decode("utf-8-sig"), ascii(b"\xef\xbb\xbfa".decode()), b"a".decode("utf-8-sig"))
bad = ((b"a", "utf-16-le"), (b"a\0b", "utf-16"), (b"\x3d\xd8", "utf-16-le"), (b"\x3d\xd8a\0", "utf-16-le"), (b"\0\xdca\0", "utf-16-le"), (b"\x3d\xd8\0", "utf-16-le"), (b"a\0\0", "utf-32-le"),
       (b"\0\0\x11\0", "utf-32-le"), (b"\0\xd8\0\0", "utf-32-le"), (b"\xd8\x3d\0a", "utf-16-be"))
for data, name in bad:
    for errors in ("strict", "replace", "ignore", "backslashreplace", "surrogatepass"):
        try:
            print(data, name, errors, ascii(data.decode(name, errors)))
        except UnicodeDecodeError as e:
            print(data, name, errors, e, e.encoding, e.start, e.end)
for name in ("utf-7x", "klingon", ""):
    try:
        b"\xff".decode(name)
    except LookupError as e:
        print(e)
