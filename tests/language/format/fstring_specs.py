# f-strings with specifications, nesting and conversions.
name, n, d, w, p = "bob", 42, 3.14159, 10, 2
print(f"{name}|{name!r}|{name:>5}|{name!r:^9}|{n:05d}|{n:#x}|{d:.2f}|{d:{w}.{p}f}|{d:{w}.{p}}|{n:{'>'}{w}}|{n:,}|{n!s:*<6}|{{}}|{n}{n}")
print(f"{n=}", f"{n = }", f"{d=:.1f}", f"{name=!s}", f"{n:{w}}", f"{'nested ' + f'{n}'}", f"{d!r}", f"{[1, 2]!s:>8}", f"{None}", f"{True:d}", f"{n + 1:>{w - 5}}", f"{(lambda x: x * 2)(3)}", f"{'a' 'b'}", f"{n:>+8}", f"{-n:08.1f}", f"{1e10:g}", f"{0.1 + 0.2:.17g}")


class F:
    def __format__(self, spec):
        return "[" + spec + "]"


print(f"{F()}", f"{F():abc}", f"{F():{n}x}", f"{F()!r:.3}"[:3], format(F()), format(F(), "q"), "{:q}".format(F()))


class Plain:
    def __str__(self):
        return "plain"


print(f"{Plain()}", format(Plain(), ""), f"{Plain()!s:>7}")
for value in (Plain(), [1], None, {}, (1,), b"a", range(3)):
    try:
        print(format(value, "5"))
    except TypeError as error:
        print(str(error).replace("__main__.", ""))


class Bad:
    def __format__(self, spec):
        return 5


try:
    format(Bad())
except TypeError as error:
    print(error)
