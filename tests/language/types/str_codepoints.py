# Characters of every width: lengths, indices, searching, comparing.
for text in ("abc", "\u00e4\u00f6\u00fc", "\u20ac\u4e09", "\U0001f600\U0001f601", "a\u00e4\u20ac\U0001f600z"):
    n = len(text)
    print(n, [hex(ord(c)) for c in text], text[::-1] == "".join(reversed(text)), [text.find(c) for c in text], [text.rindex(c) for c in text], text[n - 1] == text[-1], text.count(""), len(text.encode()))
    print(ascii(text * 2), ascii(text.center(n + 4, "\u20ac")), ascii(text.replace(text[0], "X")), ascii(text.partition(text[n // 2])), ascii("|".join(text)), text.startswith(text[:2]), text.endswith(text[1:]), text.find(text[1:], 1), text.find("z", n))
    print(ascii(text.translate({ord(text[0]): "\u4e00", ord(text[-1]): None})), ascii(text.ljust(n + 1, "\U0001f600")), ascii(text.split(text[1])), ascii(text.zfill(n + 2)), max(text) == sorted(text)[-1], ascii(min(text)))
words = ["z", "\u00e4", "a", "\U0001f600", "\uffff", "\u20ac", "", "ab", "a\u00e4"]
print(ascii(sorted(words)), "\uffff" < "\U00010000", "a" < "\u00e4", "" < "a", "ab" > "a\x00", "\u00e4" != "a\u0308")
print([ord(c) for c in map(chr, (0, 127, 128, 2047, 2048, 65535, 65536, 0x10ffff))], len("\x00\x00"), "\x00" in "a\x00b", "a\x00b".index("b"), "\x00" < "\x01", repr("\x00"))
for action in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: "\u20ac"[1], lambda: "x" + 1, lambda: "x" * "y", lambda: "a".join([b"x"]), lambda: "a" in 5, lambda: 5 in "a", lambda: "a".index("\u20ac"), lambda: "".split("")):
    try:
        print(action())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
