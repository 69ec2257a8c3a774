# String literals and escapes.
print("a\tb", 'it\'s', "\x41\u00e9\U0001F600\101\0", r"\n\t", R'\x', "\N{EURO SIGN}" if False else "", "con" "cat" 'ena', """multi
line "quoted" """, '''x'y''', "line\
joined", "\a\b\f\v".encode(), "\1\12\123", len("\
"), u"unicode", "\'\"\\")
print("a" "b" f"{1+1}" "c", ("x"
"y"), "tab	inside")
print(len("é€😀"), "é€😀"[1], "ñ" == "\xf1")
