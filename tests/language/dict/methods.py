# Every method of dict.
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("a", 9), d.setdefault("n"), d.setdefault("m", []), d)
d.setdefault("m", []).append(1)
print(d.pop("a"), d.pop("a", None), d.pop("m"), d)
print(d.popitem(), d.popitem(), d)
for call in (lambda: d.popitem(), lambda: d.pop("x"), lambda: d.update(5), lambda: d.update([1]), lambda: dict.fromkeys(5), lambda: d.get([]), lambda: d.pop()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
d.update({"x": 1})
d.update([("y", 2)], z=3)
d.update(k=4)
d.update()
d.update(zip("pq", (5, 6)))
print(d)
c = d.copy()
c["x"] = "copy"
print(c["x"], d["x"], c == d, len(c))
c.clear()
print(c, d)
print(dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), {}.fromkeys(range(2), "v"))
print(list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))


class Mapping:
    def keys(self):
        return ["k1", "k2"]

    def __getitem__(self, key):
        return key.upper()


print(dict(Mapping()), {**Mapping()})
e = {}
e.update(Mapping())
print(e)
