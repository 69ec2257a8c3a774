# Every prefix and escape of string literals.
def error(text):
    try:
        compile(text, "text", "exec")
    except SyntaxError:
        return "SyntaxError"
    return "compiles"


print('a' "b" '''c''' """d""", r'\n', R"\'", u"u", b'\x41\101', rb'\n', Rb"\\", BR'\t', "\a\b\f\v\t\r"[0:2] == "\x07\x08", "\x41\u00e9\U0001f600", "\101\60", "a\
b", '''l1
l2''', '\'', "\"", "\\")
print(b"\xff\0", len(b"\x00\x01"), b'a' b"b", f"{1}" "x{2}" f"{3!r}", F'{"a"}', rf"\{1}", fR'\n{2}', f"{{}}", f"{1:{2}}", f'{"x":>{3}}')
for text in ("b'é'", "'a' b'b'", "f'{'", "f'{}'", "f'{1!x}'", "'abc", '"""abc', "'\\x1'", "'\\u12'", "'\\N{no such name}'", "f'}'", "rb'a' f'{1}'", "b'\\x1'", "ur'a'", "bf'a'"):
    print(text, error(text))
