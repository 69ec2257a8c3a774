# WeakKeyDictionary: entries go away with their keys; WeakSet likewise. (dies at once)
import weakref

from libforget import collect


class K:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "K%d" % self.n


class Equal(K):
    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


def fill(d, n, kind=K):
    keys = [kind(i) for i in range(n)]
    for k in keys:
        d[k] = k.n * 10
    return keys


d = weakref.WeakKeyDictionary()
keys = fill(d, 4)
print(len(d), d[keys[2]], sorted(d.values()), sorted(map(repr, d)), sorted(repr(k) for k, v in d.items()))
print(keys[0] in d, K(0) in d, 5 in d, d.get(keys[1]), d.get(K(1), "none"), len(d.keyrefs()))
del keys[:2]
collect()
print(len(d), sorted(d.values()))
print(d.pop(keys[0]), keys[0] in d, d.setdefault(keys[0], 7), d.setdefault(keys[0], 8), len(d))
del d[keys[0]]
try:
    d[keys[0]]
except KeyError:
    print("KeyError")
try:
    d["text"] = 1
except TypeError as e:
    print(e)
e = weakref.WeakKeyDictionary()
equal = fill(e, 3, Equal)
print(e[Equal(2)], Equal(1) in e, Equal(5) in e)
copy = e.copy()
print(copy == e, len(copy), type(copy).__name__)
del equal
collect()
print(len(e), len(copy))

s = weakref.WeakSet()
items = [K(i) for i in range(6)]
s.update(items)
s.add(items[0])
print(len(s), items[0] in s, K(0) in s, 5 in s, sorted(k.n for k in s))
t = weakref.WeakSet(items[3:])
print(sorted(k.n for k in s & t), sorted(k.n for k in s - t), len(s | t), len(s ^ t), t <= s, s < t, t.issubset(s), s.isdisjoint(t), s == s.copy(), s != t)
print(sorted(k.n for k in s.union([items[0]])), sorted(k.n for k in s.intersection(items[:2])), type(s & t).__name__)
s.discard(items[0])
s.remove(items[1])
try:
    s.remove(items[1])
except KeyError:
    print("KeyError")
s -= t
print(sorted(k.n for k in s), len(s))
s |= t
popped = s.pop()
print(popped in items, len(s))
del items, popped
collect()
print(len(s), len(t))
try:
    weakref.WeakSet().pop()
except KeyError as e:
    print(e)
