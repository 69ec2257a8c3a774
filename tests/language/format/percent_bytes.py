# The % operator on bytes.
print(b"%s %b" % (b"a", bytearray(b"b")), b"%d|%5d|%-5d|%05d" % (1, 2, 3, 4), b"%x %X %o" % (255, 255, 8), b"%c%c" % (65, b"B"), b"%r %a" % ("\xe9", "\xe9"), b"%.2f %e %g" % (1.5, 2.5, 3.5), b"%%" % (), b"%(k)s" % {b"k": b"v"}, b"%5s|%-5s|%.1s" % (b"ab", b"ab", b"ab"), b"\xff%s\xfe" % b"\x80")
print(bytearray(b"%s!") % b"x", type(bytearray(b"%d") % 5).__name__)


class B:
    def __bytes__(self):
        return b"bytes!"


print(b"%s" % B(), b"%b" % memoryview(b"mv"))
for template, arguments in ((b"%b", "a"), (b"%b", 5), (b"%d", "a"), (b"%c", 256), (b"%c", "a"), (b"%s", ()), (b"a", 5), (b"%y", 1), (b"%(k)s", {"k": b"v"})):
    try:
        print(template % arguments)
    except (TypeError, ValueError, OverflowError, KeyError) as error:
        print(template, type(error).__name__)
