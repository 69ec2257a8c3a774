# str.format: nested fields, attributes, items, conversions, numbering and errors.
class P:
    x, y = 1, [10, {"k": "v", 0: "zero"}]


p = P()
print("{0.x} {0.y[0]} {0.y[1][k]} {0.y[1][0]} {p.x}".format(p, p=p), "{[0]} {.x}".format([5], p), "{a[b c]} {a[-1]}".format(a={"b c": 1, "-1": 2}))
print("{!r} {!s} {!a} {0!r:>5}".format("\u00e9", 1, "\u00e9") if False else "{!r} {!s} {!a}".format("\u00e9", 1, "\u00e9"), "{0!r:>5}|{0!s:<4}|{1!a:^9}|".format("a", "\u00e9"))
print("{:{}}|{:>{w}}|{:{a}{w}.{p}}|{0:{1}}".format("x", 4, "y", w=3, a="^", p=1) if False else "{:{}}|{:>{w}}|{:{a}{w}.{p}}|".format("x", 4, "y", "zzz", w=3, a="^", p=1))
print("{{}} {{{}}} }}{{ {0}".replace("{0}", "").format(5), "{}{}{}".format(*"abc"), "{2}{0}{1}".format(*"abc"), "{a}{b}".format(**{"a": 1, "b": 2}), "{0}{0}".format("x"), "{:%Y}".format(type("D", (), {"__format__": lambda s, f: f})()))
print("{0:d}{1:x}{2:.2f}{3:>3}{4:,}".format(1, 255, 1.005, "a", 1234567), "{:c}{:b}{:o}{:e}{:%}".format(65, 5, 8, 1234.5, 0.25), "{:+} {: } {:-}".format(1, 1, 1), "{:08.3f} {:<08} {:#x} {:#o} {:#b} {:#010x}".format(3.14159, 5, 255, 8, 5, 255))
for text, args in (("{", ()), ("}", ()), ("{}", ()), ("{0} {}", (1, 2)), ("{} {0}", (1, 2)), ("{a}", ()), ("{1}", (1,)), ("{!x}", (1,)), ("{!}", (1,)), ("{!rx}", (1,)), ("{0.}", (1,)), ("{0[}", (1,)), ("{0[]}", (1,)), ("{0[a}", (1,)), ("{0.nope}", (1,)),
                   ("{0[0]}", (1,)), ("{:{:{}}}", (1, 2, 3)), ("{0!r", (1,)), ("{:d}", ("a",)), ("{:5", (1,)), ("{0]}", (1,)), ("{0[0]x}", ([1],)), ("{-1}", (1,)), ("{ 0}", (1,)), ("{:}}", (1,)), ("{99999999999999999999}", (1,))):
    try:
        print(repr(text.format(*args)))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as e:
        print(text, type(e).__name__, e)
print("{a} {b}".format_map({"a": 1, "b": 2}), "{x.y[0]}".format_map({"x": p}))


class Default(dict):
    def __missing__(self, key):
        return "<%s>" % key


print("{known} {unknown} {other[0]}".format_map(Default(known=1)))
try:
    "{}".format_map({})
except (ValueError, KeyError) as e:
    print(type(e).__name__, e)
