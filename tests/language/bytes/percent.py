# % on bytes.
print(b"%d and %s" % (5, b"bytes"), b"%5d|%-5d|%05d" % (1, 2, 3), b"%x %X %o %c %c" % (255, 255, 8, 65, b"B"), b"%b" % b"raw", b"%.2f" % 1.5, b"%%", b"%r" % "é")
for call in (lambda: b"%b" % "text", lambda: b"%d" % b"x", lambda: b"%d %d" % (1,), lambda: b"%c" % 256):
    try:
        print(call())
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__)
print(bytearray(b"%d") % 7)
