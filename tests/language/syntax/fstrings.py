x, y, s = 5, 3.14159, "text"
print(f"{x} {y} {s}", f"", f"plain", f"{x}", f"a{x}b{y}c")
print(f"{y:.2f}|{x:05d}|{s:>8}|{s:*^10}|{x:#x}|{y:10.3e}|{x:,}|{-x:+d}")
print(f"{s!r} {s!s} {s!a} {s!r:>8} {'é'!a}")
width, prec = 10, 3
print(f"{y:{width}.{prec}f}|{s:{'<'}{width}}|{x:{'0'}{4}}|{y:{width}}")
print(f"{{}} {{{x}}} {x}}}", f"{{x}}")
print(f"{x=} {y = :.1f} {s=!s} {x + 1=} { x = }")
print(f"{x if x else y} {[i for i in range(3)]} { {'a': 1}['a'] } {(lambda: 5)()} {x:d}")
print(f'{s + "!"} {"nested " + f"{x}"}', f"{s[0]}{s[-1]}{s[1:3]}", f"{s.upper()}")
print("a" f"{x}" "b" f"{y:.0f}" 'c', f"{x}" f"{y}")
print(f"""multi
{x}
{
    y
    :.3f}
""", end="")
print(rf"\n{x}\d", fr"{s}\t", f"\x41{x}\u00e9\n", end="")
print(f"{x!r:^{width}}|", f"{3 != 4} {x == 5} {x >= 5}", f"{'a' 'b'}")
print(f"{x:{'>' + str(width)}}", f"{(x := 7)} {x}", f"{'{'} {'}'}")


class F:
    def __format__(self, spec):
        return "<" + spec + ">"


print(f"{F()} {F():abc} {F():{x}-{s}}")
print(f"{None} {True} {[1, 'a']} {b'x'} {1j} {...}")
print(f"{x,}", f"{x, y}", f"{*[1, 2], 3}", f"{x:}", f"{x!r:}")


def gen():
    v = f"{(yield 1)} {(yield 2)}"
    yield v


g = gen()
next(g), g.send("a")
print(g.send("b"))
print(f"{x!s:>5}" "{not}" f"{x}", f"{ x }", f"{x }", "%s" % f"{x}")
try:
    f"{s:d}"
except ValueError as e:
    print(e)
