print('a' "b" """c""" '''d''', 'it''s', "tab\tnew\\n", r"raw\n\t", R'\'', 'q\'q', "q\"q")
print("\a\b\f\n\r\t\v\\\'\"".encode(), "\0\12\101\377".encode("latin-1"), "\x41\x7f\xe9")
print("\u00e9\u20ac\U0001F600 \N{DEGREE SIGN}", len("\U0001F600"), "é", "日本")
print("line one \
continued", '''triple "quoted"
second line''', """with \"""escaped""" "")
print(b"bytes\x00\xff\n", b'a' b"b", rb"\x00", Rb"a", bR'\n', B"x", b"""tri
ple""")
print(u"unicode", "\d\q\8" if 0 else "", len("\\d"), '\
')
print("", '', """""", ''''''), print("a""b"), print('''a'b''c''' "\
d")
print(("implicit "
       "concatenation "
       'over lines'), "a" * 3 if 1 else "")
print("\1\02\003".encode(), "\1234".encode(), "\xe9\xe9" == "éé", "\x00" in "a\0b")
print("very long string " * 3, "%s %d %%" % ("a", 1), "{} {x}".format(1, x=2))
for bad in (r"'\x4'", r"'\u12'", r"'\U00110000'", r"b'\x4'", "b'é'", r"'\N{no such}'"):
    try:
        eval(bad)
    except SyntaxError as e:
        print("SyntaxError")
