# Views: live, iterable, reversible, and set-like.
d = {"a": 1, "b": 2}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys))
d["c"] = 3
del d["a"]
print(keys, values, items, len(values))
print("b" in keys, "a" in keys, 2 in values, ("b", 2) in items, ("b", 3) in items, "b" in items, ("b",) in items)
print(sorted(keys & {"b", "x"}), sorted(keys | {"x"}), sorted(keys - {"b"}), sorted(keys ^ {"b", "x"}), sorted({"b", "x"} & keys), sorted({"b", "x"} - keys))
print(sorted(items & {("b", 2)}), sorted(items | [("z", 9)]), keys & ["b"], keys == {"b", "c"}, keys == {"b"}, keys <= {"b", "c", "d"}, keys < {"b", "c"}, keys >= {"b"}, {"b", "c"} == keys)
print(keys.isdisjoint("xyz"), keys.isdisjoint("abc"), items.isdisjoint([("b", 2)]), keys == d.keys(), values == d.values(), d.items() == {("b", 2), ("c", 3)})
print(list(reversed(keys)), list(reversed(values)), list(reversed(items)), list(iter(keys)), max(values), sum(values), sorted(items, key=lambda p: -p[1]))
print(type(keys).__name__, type(values).__name__, type(items).__name__, type(iter(keys)).__name__, type(iter(values)).__name__, type(iter(items)).__name__)
print(type(keys & keys).__name__, type(items | items).__name__, {}.keys(), {}.values(), {}.items(), list({}.items()))
for code in ("keys[0]", "keys + keys", "keys.add(1)", "hash(keys)", "values & values", "keys & 5"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
for key, value in d.items():
    print(key, value)
for i, (key, value) in enumerate(d.items()):
    print(i, key, value)
nested = {"self": None}
nested["self"] = nested.values()
print(len(repr(nested)) > 10)
