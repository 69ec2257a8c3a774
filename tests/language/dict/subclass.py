# Classes that derive from dict: __missing__, overridden methods, attributes.
class Default(dict):
    def __init__(self, factory, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.factory = factory

    def __missing__(self, key):
        value = self[key] = self.factory()
        return value


d = Default(list, a=[0])
d["b"].append(1)
d["a"].append(2)
print(d, d.get("zz"), "zz" in d, d.factory is list, isinstance(d, dict), len(d))


class Upper(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.upper())

    def __contains__(self, key):
        return super().__contains__(key.upper())


u = Upper()
u["name"] = 1
print(u, u["Name"], "nAmE" in u, u == {"NAME": 1}, list(u), u.get("name"))


class Attr(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value


a = Attr(x=1)
a.y = 2
print(a.x, a.y, a)
try:
    a.z
except AttributeError as error:
    print("AttributeError", error)


class Counter(dict):
    def __missing__(self, key):
        return 0


c = Counter()
for letter in "mississippi":
    c[letter] += 1
print(c, type(c.copy()).__name__, c | {"x": 1}, Counter.fromkeys("ab", 1), type(Counter.fromkeys("a")).__name__)


class Listed(dict):
    def __iter__(self):
        return iter(["faked"])

    def __len__(self):
        return 7


print(list(Listed(a=1)), len(Listed()), list(Listed(a=1).keys()))
