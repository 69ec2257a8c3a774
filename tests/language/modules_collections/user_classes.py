from collections import ChainMap, UserDict, UserList, UserString
import copy


class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __missing__(self, key):
        return "no " + key


d = Lower({"A": 1}, B=2)
print(d, d["a"], d["zz"], "a" in d, "zz" in d, d.get("zz", 5), d.get("a"), len(d), list(d), dict(d), d == {"a": 1, "b": 2}, bool(Lower()))
d.update(C=3)
d.setdefault("D", 4)
print(d.pop("c"), sorted(d.items()), list(d.keys()), list(d.values()), isinstance(d, dict), d.copy(), type(d.copy()).__name__, d | {"e": 1})
d.clear()
print(d, UserDict.fromkeys("ab", 1), copy.copy(UserDict(a=1)))
try:
    UserDict()["x"]
except KeyError as error:
    print("KeyError", error)
try:
    UserDict().popitem()
except KeyError as error:
    print("KeyError", error)
u = UserList([3, 1, 2])
u.append(5)
u += [4]
u.sort()
print(u, u[1], u[1:3], type(u[1:3]).__name__, len(u), 3 in u, u + [9], [0] + u, u * 2, u == [1, 2, 3, 4, 5], u < UserList([2]), u.index(4), u.count(1), u.pop(), u.copy(), list(reversed(u)))
u[0] = 7
del u[1]
u.extend(UserList([8, 8]))
u.reverse()
u.insert(0, "x")
u.remove(8)
print(u, [x for x in u], max(u[1:]), isinstance(u, list), u.data is u.data)
s = UserString("Hello, World")
print(s, repr(s), s.upper(), type(s.upper()).__name__, s + "!", "<" + s, s[1], s[1:4], len(s), "World" in s, s.find("o"), s.replace("l", "L"), s.split(", "), s == "Hello, World", s < "I", hash(s) == hash("Hello, World"))
print(s.startswith("He"), [c for c in UserString("ab")], UserString("%d-%s") % (1, 2), UserString(5), int(UserString("7")), s * 2, s.join(["a", "b"]), s.encode(), UserString("{}").format(3), sorted(UserString("ba")))
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c, c["a"], c["b"], len(c), sorted(c), dict(c), c.maps, c.new_child({"z": 0}), c.parents, "b" in c, c.get("q"), list(c), bool(ChainMap()), c == {"a": 1, "b": 3})
c["n"] = 5
del c["a"]
print(c, c["a"], c.pop("n"), c.new_child(k=1)["k"], c.setdefault("s", 1), c | {"o": 1})
for call in (lambda: c["none"], lambda: c.pop("b"), lambda: c.__delitem__("b"), lambda: ChainMap().popitem()):
    try:
        print(call())
    except KeyError as error:
        print("KeyError", error)
