# repr and str of bytes with every byte, and quotes.
print(bytes(range(64)))
print(bytes(range(64, 256)))
for data in (b"", b"'", b'"', b"'\"", b"\\", b"\t\n\r\0", b"a'b", b'a"b'):
    print(data, str(data), repr(data), ascii(data), "%r" % data, f"{data!r:>12}")
print(bytearray(b"a\xff"), repr(bytearray(b'"')), str(bytearray()), memoryview(b"a")[0], [b"x", bytearray(b"y")])
for text in ("", "'", '"', "'\"", "\\", "\t\n\r\0\x1b", "a'b", "\x7f\x80\xa0\xad", "\u0300\u200b\u2028\ufeff", "\U0001f600\U000e0001\U0010ffff", "\ue000", "caf\u00e9"):
    print(repr(text), ascii(text), len(repr(text)))
