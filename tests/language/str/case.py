# Case methods beyond ASCII.
texts = ["", "hello World", "HELLO", "\xdfa", "\xe9\xc9", "\u01c6x \u01c4", "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03a3 \u03a3", "ABC\u03a3.", "\u0130I\u0131i", "\ufb01ne", "\u0434\u0410", "\u10d0\u1c90", "o'neil's they're", "\u1fb3\u1fbc", "3rd x2y", "\u0149", "a\U00010428\U00010400", "\u1e9e", "x-ray_y", "\u0390"]
for s in texts:
    print(ascii([s.lower(), s.upper(), s.title(), s.capitalize(), s.swapcase(), s.casefold()]))
print("abc".upper() == "ABC", "Stra\xdfe".casefold() == "STRASSE".casefold(), "x" * 300 == ("X" * 300).lower())
