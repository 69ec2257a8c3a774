# Every error handler of encode().
text = "aé\u20ac\U0001f600\udc80z"
for encoding in ("ascii", "latin-1", "utf-8", "utf-16-le", "utf-32-be"):
    for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"):
        try:
            print(encoding, errors, text.encode(encoding, errors))
        except (UnicodeEncodeError, LookupError) as e:
            print(encoding, errors, type(e).__name__, e)
print("abc".encode("ascii", "nonsense"), "a\udcffb".encode("ascii", "surrogateescape"), "\udcff\udc80".encode("utf-8", "surrogateescape"))
print("\udcff".encode("latin-1", "surrogateescape"), "\ud800".encode("utf-16-be", "surrogatepass"), "\udfff".encode("utf-32", "surrogatepass"))
