# % of bytes and bytearray.
class Shown:
    def __bytes__(self):
        return b"shown"

    def __repr__(self):
        return "Sh\u00f6wn"


print(b"%d %5d %-5d| %05d %+d %x %X %#x %o %c %c" % (1, 2, 3, 4, 5, 255, 255, 255, 8, 65, b"z"), b"%s %b %s" % (b"a", bytearray(b"b"), memoryview(b"c")))
print(b"%r %a %r" % ("\u00e9", "\u00e9", [1]), b"%s" % Shown(), b"%a" % Shown(), b"%.2f %e %g %G" % (1.005, 12345.678, 1e-10, 1e100), b"%%", b"%% %s" % b"x")
print(b"%(a)s %(b)d" % {b"a": b"x", b"b": 5}, b"%*d|%-*d|%.*f" % (5, 1, 4, 2, 1, 2.55), b"%5s|%-5s|%.2s|" % (b"ab", b"ab", b"abc"), bytearray(b"%s!") % b"x", type(bytearray(b"%d") % 1).__name__)
for text, args in ((b"%s", 5), (b"%d", "a"), (b"%d", b"5"), (b"%c", 256), (b"%c", b"ab"), (b"%c", "a"), (b"%s %s", (b"a",)), (b"%s", (b"a", b"b")), (b"%", 1), (b"%(a)s", {"a": b"x"}), (b"%(a)s", 1), (b"x", 1), (b"%x", 1.5), (b"%b", None)):
    try:
        print(text % args)
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(type(e).__name__, e)
