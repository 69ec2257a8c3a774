# getattr, setattr, hasattr, delattr, dir, vars.
class A:
    kind = "class"

    def __init__(self):
        self.x = 1

    def method(self):
        return self.x

    @property
    def twice(self):
        return self.x * 2

    @property
    def broken(self):
        raise ValueError("broken")


a = A()
print(getattr(a, "x"), getattr(a, "kind"), getattr(a, "method")(), getattr(a, "twice"), getattr(a, "nope", "default"), getattr(a, "nope", None), getattr(A, "kind"))
setattr(a, "y", 5)
setattr(A, "z", 6)
print(a.y, a.z, hasattr(a, "x"), hasattr(a, "nope"), hasattr(A, "x"), hasattr("", "join"), hasattr(5, "real"))
delattr(a, "y")
print(hasattr(a, "y"), vars(a), a.__dict__)
for call in (lambda: getattr(a, "nope"), lambda: delattr(a, "nope"), lambda: setattr(5, "x", 1), lambda: getattr(a, 5), lambda: hasattr(a, None), lambda: setattr(a, "twice", 1), lambda: getattr(a, "broken", "no"), lambda: hasattr(a, "broken"),
             lambda: vars(5), lambda: getattr(), lambda: setattr(a, "x")):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
name = "dyn" + "amic"
setattr(a, name, 1)
print(a.dynamic, getattr(a, "dyn" + "amic"), sorted(vars(a)))
print([n for n in dir(a) if not n.startswith("_")], "__init__" in dir(A), "append" in dir([]), "x" in dir(a), [n for n in dir() if n in ("A", "a", "name")])


class WithDir:
    def __dir__(self):
        return ["b", "a"]


print(dir(WithDir()))


def f(p, q=1):
    r = 2
    return dir(), sorted(vars())


print(f(0))
import math

print("pi" in dir(math), hasattr(math, "sqrt"))
