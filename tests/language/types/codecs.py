# The codecs that are there, and some that are not. namereplace writes escapes.
for name in ("utf-8", "utf-8-sig", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252", "koi8-r", "unicode_escape", "raw_unicode_escape", "punycode", "mbcs", "hex"):
    try:
        print(name, "a".encode(name))
    except LookupError as e:
        print(e)
print("\u00e9".encode("ascii", "namereplace"))
