# Callbacks of weak references. (dies at once)
import weakref

from libforget import collect

seen = []


class A:
    pass


def make(callback):
    a = A()
    return a, weakref.ref(a, callback)


def note(r):
    seen.append((r() is None, r is ref))


a, ref = make(note)
print(ref.__callback__ is note)
collect()
print(seen)
del a
collect()
print(seen, ref(), ref.__callback__)

# Several of one object: the youngest first.
order = []


def several():
    a = A()
    return a, [weakref.ref(a, lambda r, i=i: order.append(i)) for i in range(4)]


a, refs = several()
del a
collect()
print(order)


# A reference that is gone is not told.
def gone():
    a = A()
    return a, weakref.ref(a, lambda r: seen.append("never"))


a, r = gone()
del r
collect()
del a
collect()
print(seen)


# In a cycle.
def cycle():
    a, b = A(), A()
    a.b, b.a = b, a
    return weakref.ref(a, lambda r: seen.append("a")), weakref.ref(b)


x, y = cycle()
collect()
print(seen[-1], x(), y())


# A callback may make new objects and new references.
def fresh(r):
    b = A()
    kept.append((b, weakref.ref(b)))


kept = []
a, r = make(fresh)
del a
collect()
print(len(kept), kept[0][1]() is kept[0][0])
