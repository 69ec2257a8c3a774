# References are cleared before __del__ runs in a cycle; a revived object stays as it is. (dies at once)
import weakref

from libforget import collect

log = []


class D:
    def __del__(self):
        log.append("del %s" % self.name)


def make(name):
    d = D()
    d.name, d.me = name, d
    return weakref.ref(d, lambda r: log.append("callback %s" % r()))


r = make("one")
collect()
collect()
print(sorted(log), r())


class Phoenix:
    def __del__(self):
        saved.append(self)


saved = []


def burn():
    p = Phoenix()
    p.me = p
    p.ref = weakref.ref(p)
    return weakref.ref(p)


r = burn()
collect()
collect()
print(len(saved), saved[0].me is saved[0], saved[0].ref() is None or saved[0].ref() is saved[0])
for i in range(20):
    burn()
collect()
print(len(saved) > 10)
