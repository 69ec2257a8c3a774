class A:
    cls_attr = 1

    def __init__(self):
        self.inst = 2

    def method(self):
        pass


class B(A):
    extra = 3


print([n for n in dir(B()) if not n.startswith("__")])
print([n for n in dir(B) if not n.startswith("__")])
print([n for n in ("__init__", "__class__", "__repr__", "__eq__", "__dict__", "__module__", "__hash__", "__str__") if n not in dir(B())])
print([n for n in ("append", "__len__", "__iter__", "__getitem__", "__add__", "sort") if n not in dir([])])
print(vars(B()), sorted(k for k in vars(B) if not k.startswith("__")))


class D:
    def __dir__(self):
        return ["z", "a"]


print(dir(D()))
try:
    vars(5)
except TypeError as e:
    print(e)
import math
print("sqrt" in dir(math), "pi" in dir(math))


def f():
    pass


f.attr = 1
print("attr" in dir(f), "__name__" in dir(f))
