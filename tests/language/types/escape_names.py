# \N{…} knows the characters that programs for devices print.
print("\N{DEGREE SIGN}", "\N{MICRO SIGN}", "\N{EURO SIGN}")
try:
    eval(r"'\N{HANGUL SYLLABLE GAG}'")
except SyntaxError as e:
    print(e)
