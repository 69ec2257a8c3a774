# str.format: fields, attributes, indexes, nesting, numbering.
class P:
    x = 5

    def __init__(self):
        self.items = [1, {"k": "v", "0": "zero", 3: "three"}]

    def __format__(self, spec):
        return "P<" + spec + ">"


p = P()
print("{} {} {}".format(1, "b", None), "{1} {0} {1}".format("a", "b"), "{x}-{y}".format(x=1, y=2), "{{}} {{{}}}".format(3), "{0.x} {0.items[0]} {0.items[1][k]} {0.items[1][3]}".format(p), "{a[0]}{a[1]}".format(a="xy"), "{0[k]}".format({"k": 1}))
print("{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{:{}}".format("a", 5), "{:{w}.{p}f}".format(3.14159, w=10, p=2), "{0:{1}{2}}".format("x", "*^", 7), "{:>{}}|{}".format("a", 4, "b"), "{!r:>6} {!s} {!a}".format("\xe9", "\xe9", "\xe9"), "{0!r}".format("q"), "{:d}{:x}".format(10, 255))
print("{:abc}".format(p), "{}".format(p), "{0.__class__.__name__}".format(p), "{:%Y}".format(p), "{0:{1}}".format(p, "z"), "{}".format(*[1]), "{a}{b}".format(**{"a": 1, "b": 2}), "".format(), "no fields".format(1, 2), "{:}".format(5), "{0:}{0}".format(5), "{a.x}".format(a=p), "{é}".format(é=1))
print("{a} {b[c]}".format_map({"a": 1, "b": {"c": 2}}))


class Missing(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{name} {other:>8}".format_map(Missing(name="n")))
for template, arguments in (("{", ()), ("}", ()), ("{}", ()), ("{1}", (0,)), ("{a}", ()), ("{0", (1,)), ("{0!x}", (1,)), ("{0!}", (1,)), ("{0!r", (1,)), ("{0!rx}", (1,)), ("{} {1}", (1, 2)), ("{1} {}", (1, 2)), ("{0.}", (1,)), ("{0[}", (1,)), ("{0[]}", ("a",)), ("{0[a]x}", ({"a": 1},)), ("{0.zz}", (1,)), ("{0[5]}", ("ab",)), ("{:{:{}}}", (1, 2, 3)), ("a}b", ()), ("{0:d}", ("x",)), ("{!r:}}", (1,)), ("{a{b}}", ()), ("{:{}", (1, 2)), ("{0[0}", ([1],)), ("}{", ()), ("{" + "9" * 30 + "}", ())):
    try:
        print(template, template.format(*arguments))
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        print(template, type(error).__name__, error)
for bad in ({}, {"b": 1}):
    try:
        "{a}".format_map(bad)
    except KeyError as error:
        print("KeyError", error)
try:
    "{}".format_map({})
except ValueError as error:
    print(error)
