from collections import ChainMap, OrderedDict, UserDict, UserList, UserString, defaultdict


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


d = defaultdict(list)
for word in ("one", "two", "three"):
    d[len(word)].append(word)
print(d, d[3], d.get(9), 9 in d, d[9], 9 in d, d.default_factory, dict(d))
n = defaultdict(int, a=1)
n["a"] += 1
n["b"] += 5
print(n, sorted(n.items()), n.copy(), n | {"c": 1}, isinstance(n, dict))
print(attempt(lambda: defaultdict()["x"]), attempt(defaultdict, 5), defaultdict(None, [(1, 2)]))
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(dict(t["a"]["b"]))

o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o, list(o), list(reversed(o)))
o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, OrderedDict(), attempt(OrderedDict().popitem))
print(attempt(o.move_to_end, "zz"), OrderedDict.fromkeys("ab", 0), OrderedDict(x=1) | {"y": 2}, o.copy() == o)

c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c, c["a"], c["b"], len(c), sorted(c), "z" in c, c.get("z", 0), attempt(lambda: c["z"]))
c["b"] = 9
child = c.new_child({"q": 0})
print(c, child, child.parents, sorted(child.items()), dict(c))
del c["b"]
print(c, attempt(c.pop, "zz"), c.maps)


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper({"a": 1}, b=2)
u.update(c=3)
print(u, u["A"], "a" in u, len(u), sorted(u.items()), u.get("zz"), u.pop("A"), attempt(lambda: u["zz"]))
l = UserList([3, 1, 2])
l.append(0)
l.sort()
print(l, l[1:], l + [9], l == [0, 1, 2, 3], len(l), 2 in l)
s = UserString("abc")
print(s.upper(), s + "d", s[1], len(s), s == "abc", "b" in s)
