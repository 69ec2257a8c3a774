# isX methods on longer texts.
texts = ["", "abc", "ABC", "aBc1", "123", "\xb2", "\u2155", "\u0661\u0662", "a b", " \t\n", "\x1c\u2003", "Title Case", "Title case", "X", "x1", "_a", "1a", "a-b", "\xe9t\xe9", "\u01c5", "A\u03b1", "caf\xe9!", "\x7f", "\x00", "\xad", "\u0301a", "class"]
for s in texts:
    print(ascii(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.islower(), s.isupper(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())
