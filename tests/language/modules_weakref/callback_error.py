# What a callback raises is printed and forgotten. (dies at once)
import weakref

from libforget import collect


class A:
    pass


def bad(r):
    raise ValueError("from the callback")


def make():
    a = A()
    return a, weakref.ref(a, bad)


a, r = make()
del a
collect()
print("still here", r())
