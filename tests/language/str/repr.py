# repr: quotes and escapes.
for s in ("", "a", "it's", 'say "hi"', "both ' and \"", "\n\r\t\\", "\x00\x1b\x7f\x80\xa0\xad", "\xe9\xff", "\u20ac\u2028\u200b\ufeff", "\U0001f600\U0010ffff\U000e0001", "\u0378", "tab\tend", "\ud7ff\ue000", "\\n"):
    print(repr(s), ascii(s), str(s) == s, [s], eval(repr(s)) == s)
for i in range(0, 700, 50):
    print("".join(repr(chr(c)) for c in range(i, i + 50)))
