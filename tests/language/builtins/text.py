# ascii, chr, ord, repr, str, format, len.
print(ascii("abc"), ascii("é日\U0001f600\n'"), ascii(["ü"]), ascii(5), repr("é'"), chr(65), chr(233), chr(0x1F600), ord("a"), ord("é"), ord("\U0001f600"), ord(b"x"), chr(0) == "\x00", ord(bytearray(b"y")))
print(format(5), format(5, "03d"), format(3.14159, ".2f"), format("a", ">3"), format(255, "x"), format([1]), format(None), format(True, "d"), format(12345678, ","), format(0.5, "%"))
print(len("abc"), len([]), len({1: 2}), len(range(7)), len(b"ab"), len("日本"), len({1, 2}), len((1,)))
print(str(), str(5), str("a"), str(None), str([1, "a"]), str(b"x"), str(1.0), repr(str), str(len)[:18])


class F:
    def __format__(self, spec):
        return "F(" + spec + ")"

    def __repr__(self):
        return "repr"

    def __str__(self):
        return "str"

    def __len__(self):
        return 3


print(format(F()), format(F(), "abc"), f"{F():x}", f"{F()!r} {F()!s} {F()!a}", str(F()), repr(F()), len(F()))


class BadRepr:
    def __repr__(self):
        return 5


class BadLen:
    def __len__(self):
        return -1


class BadLen2:
    def __len__(self):
        return "x"


for call in (lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: len(5), lambda: format(5, 5), lambda: format([], "x"), lambda: repr(BadRepr()), lambda: len(BadLen()),
             lambda: len(BadLen2()), lambda: format("a", "d"), lambda: len(), lambda: chr(1.5)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
