# dict and its views beside each other: every operator and method.
d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "a" in keys, 2 in values, ("a", 1) in items, ("a", 2) in items, list(reversed(d)), list(reversed(keys)), list(reversed(items)))
print(sorted(keys & {"a", "z"}), sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), keys == {"a", "b", "c"}, keys <= {"a", "b", "c", "d"}, keys.isdisjoint({"z"}), sorted(items & {("a", 1)}), {"a"} < keys)
d["d"] = 4
print(len(keys), list(values), keys.mapping if False else "-", d | {"e": 5}, {"a": 0} | d, d == dict(reversed(list(d.items()))), d != {})
e = d.copy()
e |= [("x", 1)]
print(e, d.pop("d"), d.pop("zz", None), d.popitem(), d.setdefault("q"), d.setdefault("q", 5), d.get("nope"), d.get("nope", 0), d.update(z=1, y=2), d.update({"y": 3}), d.update([("w", 1)]), d)
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], []), dict([("a", 1)], b=2), dict(a=1, **{"b": 2}), dict({"a": 1}, a=2), {**d, "a": 9}["a"], dict(zip("ab", range(2))))
for action in (lambda: d["none"], lambda: d.pop("none"), lambda: {}.popitem(), lambda: d | 3, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {[]: 1}, lambda: d < d, lambda: dict(1), lambda: d.update(5), lambda: dict.fromkeys(5), lambda: keys[0], lambda: keys + keys, lambda: hash(d)):
    try:
        print(action())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    for k in d:
        d[k + "!"] = 0
except RuntimeError as error:
    print(error)
try:
    for k in d:
        del d[k]
except RuntimeError as error:
    print(error)
