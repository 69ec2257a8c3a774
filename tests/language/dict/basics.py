# Making dicts, reading, writing, deleting.
d = {"a": 1, "b": 2}
d["c"] = 3
d[1] = "int"
d[1.5] = "float"
d[None] = "none"
d[(1, 2)] = "tuple"
d[True] = "true is 1"
d[b"x"] = "bytes"
print(d, len(d), d["a"], d[1], d[1.0], d[True], d[1, 2])
del d["b"]
d["b"] = "again"
print(d, "b" in d, "zz" in d, 1.5 in d, None in d)
print(dict(), dict(a=1, b=2), dict([("x", 1), ["y", 2], "zw"]), dict({"k": 0}, j=1), dict(zip("ab", range(2))))
print({**{"a": 1}, "b": 2, **{"a": 3}}, {x: x * x for x in range(4)}, {k: v for k, v in [("a", 1)] if v})
print(bool({}), bool({0: 0}), {"a": 1, "a": 2}, {1: "a", 1.0: "b", True: "c"})
for code in ("d['missing']", "d[[]]", "{}[{}]", "d[{1}]", "{[]: 1}", "dict(5)", "dict([1])", "dict([(1, 2, 3)])", "dict(['a'])", "dict(1, 2)", "dict([(1,)])"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
try:
    del d["nothing"]
except KeyError as error:
    print("KeyError", error)
