# str() of things, and subclasses.
print(str(), str(5), str(None), str([1, "a"]), str(1.5), str(b"ab"), str("x"), str(object="y"), repr(str), str(10**30), str(True))


class Shown:
    def __str__(self):
        return "shown"

    def __repr__(self):
        return "<shown>"


class OnlyRepr:
    def __repr__(self):
        return "repr\xe9"


class Bad:
    def __str__(self):
        return 5


print(str(Shown()), repr(Shown()), str(OnlyRepr()), f"{Shown()} {Shown()!r} {OnlyRepr()!s:>8} {OnlyRepr()!a}", "%s %r" % (Shown(), Shown()), [Shown()], "{} {!r}".format(Shown(), Shown()))
try:
    str(Bad())
except TypeError as error:
    print(error)


class Tag(str):
    def __new__(cls, text, note=None):
        self = super().__new__(cls, text)
        self.note = note
        return self

    def upper(self):
        return "UP:" + super().upper()


t = Tag("abc", note=7)
print(t, repr(t), t.note, t.upper(), t + "d", type(t + "d").__name__, type(t[:]).__name__, t == "abc", hash(t) == hash("abc"), {"abc": 1}[t], t in ("abc",), "abc" in [t], len(t), t[1], t[::-1], isinstance(t, str), t.replace("z", "y"), type(t.strip()).__name__, type(t.replace("z", "")).__name__, type(str(t)).__name__, type(t * 1).__name__, t < "abd", "%s|%5s" % (t, t), f"{t:>5}")
for call in (lambda: str(1, 2, 3, 4), lambda: str(b"a", foo=1)):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
