# Views as sets, and while the dict changes.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


d = {"a": 1, "b": 2, "c": [3]}
keys, items, values = d.keys(), d.items(), d.values()
print(sorted(keys & ["a", "x"]), sorted(keys | ["x"]), sorted(keys - ["a"]), sorted(keys ^ {"a", "z"}), sorted(["a"] & keys) if False else "", keys.isdisjoint(["q"]))
print(keys == {"a", "b", "c"}, keys >= {"a"}, keys < {"a", "b", "c", "d"}, keys != d.keys(), keys == ["a", "b", "c"], values == d.values())
print(("a", 1) in items, ("a", 2) in items, ("c", [3]) in items, "a" in items, ("a",) in items, 1 in values, [3] in values)
print(list(reversed(keys)), list(reversed(items)), list(reversed(values)), len(items), repr(keys), repr(values), repr(items))
d["d"] = 4
print(list(keys), len(values))
def change(while_):
    for k in while_: d["new"] = 1
print(attempt(lambda: change(keys)))
def drop():
    for k in d: del d[k]
print(attempt(drop), len(d))
def same():
    for k in d: d[k] = 0
print(attempt(same), attempt(lambda: hash(keys)), attempt(lambda: keys | 5), items.mapping if False else "")
print(sorted({1: 2}.items() | {(3, 4)}), {1: 2}.items() - {(1, 2)}, {1: []}.items() == {1: []}.items())
