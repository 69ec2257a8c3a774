# Many references while the collector is busy. (dies at once)
import weakref

from libforget import collect


class Node:
    def __init__(self, n):
        self.n = n


cache = weakref.WeakValueDictionary()
strong = {}
calls = 0


def called(r):
    global calls
    calls += 1


refs = []
for n in range(3000):
    node = Node(n)
    cache[n] = node
    refs.append(weakref.ref(node, called))
    if n % 10 == 0:
        strong[n] = node
node = None
for i in range(3):
    collect()
print(len(cache) == 300, sorted(cache) == sorted(strong), all(cache[n] is strong[n] for n in strong), calls == 2700, sum(r() is not None for r in refs) == 300)
del refs
strong.clear()
collect()
collect()
print(len(cache) <= 2, calls in (2700, 3000))
