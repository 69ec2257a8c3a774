# weakref.finalize and WeakMethod. (dies at once)
import weakref

from libforget import collect


class A:
    def method(self, n=0):
        return self, n


log = []


def note(*args, **kwargs):
    log.append((args, kwargs))
    return "result"


def make(*args, **kwargs):
    a = A()
    return a, weakref.finalize(a, note, *args, **kwargs)


a, f = make(1, x=2)
print(f.alive, f.peek()[0] is a, f.peek()[1] is note, f.peek()[2:], f.atexit)
f.atexit = False
del a
collect()
print(f.alive, log, f.peek(), f.detach(), f())
a, f = make("called")
print(f(), f.alive, log[-1], f())
a, f = make("never")
print(f.detach()[2:], f.alive, f(), f.detach())
del a
collect()
print(len(log))
a, f = make("kept")
del f
collect()
del a
collect()
print(log[-1])


def bound():
    a = A()
    return a, weakref.WeakMethod(a.method)


a, m = bound()
collect()
print(m()(3)[0] is a, m()(4)[1], m == weakref.WeakMethod(a.method), m == weakref.ref(a), m != weakref.WeakMethod(A().method))
del a
collect()
print(m(), m == m)
try:
    weakref.WeakMethod(note)
except TypeError as e:
    print(type(e).__name__)
