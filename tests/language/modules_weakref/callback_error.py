# What a callback raises is printed and forgotten. (dies at once)
import gc
import weakref


class A:
    pass


def bad(r):
    raise ValueError("from the callback")


def make():
    a = A()
    return a, weakref.ref(a, bad)


a, r = make()
del a
gc.collect()
print("still here", r())
