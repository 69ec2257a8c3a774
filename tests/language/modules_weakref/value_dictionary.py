# WeakValueDictionary: entries go away with their values. (dies at once)
import weakref

from libforget import collect


class V:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "V%d" % self.n


def fill(d, n):
    values = [V(i) for i in range(n)]
    for v in values:
        d["k%d" % v.n] = v
    return values


d = weakref.WeakValueDictionary()
values = fill(d, 5)
print(len(d), sorted(d), sorted(d.keys()), sorted(map(repr, d.values())), sorted((k, v.n) for k, v in d.items()))
print(d["k1"] is values[1], d.get("k9"), d.get("k9", 3), "k1" in d, "k9" in d, len(d.valuerefs()))
del values[1:3]
collect()
print(len(d), sorted(d), "k1" in d, d.get("k2"))
try:
    d["k1"]
except KeyError as e:
    print(repr(e))
print(d.pop("k0").n, d.pop("k0", "none"), sorted(d))
try:
    d.pop("k0")
except KeyError as e:
    print(repr(e))
x = V(9)
print(d.setdefault("k9", x) is x, d.setdefault("k9", V(10)) is x, sorted(d))
del d["k9"]
y, z = V(20), V(21)
d.update({"y": y}, z=z)
print(sorted(d), sorted(d.copy()), d.copy() == d, type(d.copy()).__name__)
k, v = d.popitem()
print(len(d), v in (y, z) or v in values)
e = weakref.WeakValueDictionary(a=y)
e["b"] = z
print(sorted((e | {"c": x}).keys()), sorted(e))
for key in list(e):
    del e[key]
print(len(e))
d.clear()
print(len(d))
try:
    d["x"] = 5
except TypeError as error:
    print(error)


# Replacing a value: the death of the old one does not take the new one with it.
def replace():
    d["r"] = V(1)
    return V(2)


new = replace()
d["r"] = new
collect()
print(d["r"] is new)
