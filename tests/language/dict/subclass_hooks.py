# __missing__, and which of a subclass's methods dict itself uses.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class D(dict):
    def __missing__(self, key):
        return ("missing", key)
    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)
    def __contains__(self, key):
        return "always"
    def keys(self):
        return ["k"]


d = D(a=1)
d["b"] = 2
print(d["a"], d["x"], d.get("x"), d.get("a"), "q" in d, len(d))
d.update(c=3)
print(d.setdefault("e", 5), d.pop("a"), dict(d) if False else sorted(d), attempt(lambda: {**d}), list(d.items())[:1])
print(type(d.copy()).__name__, type(d | {}).__name__, type(D.fromkeys("a")).__name__, d == {"b": 2, "c": 3, "e": 5})
class Plain(dict): pass
p = Plain(x=1)
print(attempt(lambda: p["y"]), p, repr(p), Plain([(1, 2)], z=3), bool(Plain()))
