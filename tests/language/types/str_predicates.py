# The is… methods of str over a sample of Unicode.
sample = ["", "a", "A", "1", "\u00b2", "\u00bd", "\u0661", "\u2167", "\u4e09", " ", "\t", "\n", "\u00a0", "\u2003", "\u200b", "_", "a1", "1a", "A b", "Ab Cd", "\u00df", "\u01c5", "\u00e9", "\u0416", "\u05d0", "\u00aa", "\x00", "\x7f", "\u00ad", "\u2028", "\U0001f600", "\U0001d7ce", "class", "a-b", "\u00b7", "x\u0301", "\u1e9e"]
for name in "isalpha isdigit isdecimal isnumeric isalnum isspace islower isupper istitle isidentifier isprintable isascii".split():
    print(name, "".join("1" if getattr(s, name)() else "0" for s in sample))
for s in sample:
    print(ascii([s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()]))
