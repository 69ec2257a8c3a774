from collections import deque


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


d = deque([1, 2, 3], maxlen=3)
d.append(4)
print(d, d.maxlen, len(d), list(d), list(reversed(d)))
d.appendleft(0)
print(d, 0 in d, 9 in d, d[0], d[-1], attempt(lambda: d[3]), attempt(lambda: d["a"]))
print(attempt(d.insert, 0, 5), attempt(d.remove, 99), attempt(d.index, 99))
print(attempt(deque().pop), attempt(deque().popleft), attempt(deque, 5), attempt(deque, [], -1), attempt(deque, [], "x"))

d = deque(range(10))
for n in (3, -3, 13, -25, 0, 10):
    d.rotate(n)
    print(n, d)
d.extend("ab")
d.extendleft("cd")
print(d, d.count("a"), d.index(5), d.index(5, 2, 12))
d.remove(5)
del d[0]
del d[-1]
d[0] = "first"
d.insert(2, "second")
d.insert(-1, "before last")
d.insert(100, "last")
print(d)
d.reverse()
print(d)
print(d == deque(d), d != deque(d), deque([1]) < deque([2]), deque([1, 2]) <= deque([1]), d == list(d))
print(deque([1]) + deque([2, 3]), deque([1, 2]) * 2, 2 * deque([1], 1), attempt(lambda: deque() + [1]))
e = deque([1, 2], 3)
e += [3, 4]
e *= 2
print(e, e.copy(), e.copy().maxlen)
e.clear()
print(e, bool(e), len(e))
e = deque([1])
e.append(e)
print(e)


def change(d):
    for item in d:
        d.append(item)


print(attempt(change, deque([1])), attempt(hash, deque())[0])
a = deque()
for i in range(1000):
    a.append(i)
    if i % 3 == 0:
        a.popleft()
print(len(a), a[0], a[-1], sum(a))
d = deque([1, 2])
d.extend(d)
print(d)


class Stack(deque):
    def peek(self):
        return self[-1]


s = Stack([1, 2], maxlen=5)
s.note = "x"
print(s, s.peek(), s.note, isinstance(s, deque), s.copy().__class__.__name__)
