# Modules', classes' and functions' names as dicts.
x = 1
g = globals()
print(g["x"], "x" in g, "nothing" in g, g is globals(), type(g).__name__)
g["made"] = "through globals"
print(made)
x = 2
print(g["x"])
del x
print("x" in g)
try:
    x
except NameError as error:
    print(error)
g["x"] = 5
print(x)
before = len(g)
y = 10
print(len(g) - before, g.get("y"), g.pop("y"), "y" in g)
try:
    y
except NameError as error:
    print(error)
print(sorted(name for name in g if name in ("x", "made", "g")))
len_before = len
len = lambda v: "mine"
print(len([1]))
del len
print(len([1]))


class C:
    a = 1

    def f(self):
        pass


print("a" in C.__dict__, C.__dict__["a"], sorted(k for k in vars(C) if not k.startswith("__")))
c = C()
c.z = 1
c.__dict__["w"] = 2
print(c.w, vars(c), c.__dict__ == {"z": 1, "w": 2})


def f(a, b=2):
    c = a + b
    inner = lambda: c
    return sorted(locals())


print(f(1))
d = dict(globals())
print(d["x"], d is not g)
