# Lone surrogates are code points like others, until text is encoded.
s = "a\ud800b\udfff"
print(len(s), ascii(s), repr(s), s[1] == "\ud800", ord(s[3]), s.find("b"), s.index("\udfff"))
print("\ud83d\ude00" == "\U0001f600", len("\ud83d" + "\ude00"), len("\U0001f600"), chr(0xdc00) in s)
print([ascii(c) for c in s], ascii(s[::-1]), ascii(s.upper()), s.isprintable(), s.isalpha(), s.isascii())
print(hash("\ud800") == hash(chr(0xd800)), "\ud800" < "\ue000", "\uffff" < "\U00010000", sorted(["\U00010000", "\ud800", "z"])[1] == "\ud800")
print({"\ud800": 1}[chr(55296)], "%a %r" % ("\udfff", "\udfff"), "{!r:>10}".format("\ud800"))
print(ascii("\ud800".join("ab")), ascii("x\ud800y".split("\ud800")), ascii("\ud800a".replace("\ud800", "b")))
for action in (lambda: s.encode(), lambda: "\ud800\ud801".encode("utf-8"), lambda: s.encode("utf-16"), lambda: s.encode("ascii"), lambda: print("\ud800")):
    try:
        print(action())
    except UnicodeEncodeError as e:
        print(e, e.encoding, e.start, e.end, e.reason)
