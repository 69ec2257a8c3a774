# User-written iterators in every consumer.
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return CountIter(self.n)
class CountIter:
    def __init__(self, n): self.i, self.n = 0, n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
c = Count(4)
print(list(c), tuple(c), set(c), sum(c), max(c), sorted(c, reverse=True))
for x in c:
    for y in Count(2): print(x, y, end=" ")
print()
a, b, *r = c
print(a, b, r, 3 in c, 9 in c, list(zip(c, "xyz")), dict(enumerate(c)))
print([*c, *c], {*c}, list(map(str, c)), list(filter(None, c)))
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), 5 in Seq(), [x for x in Seq()])
class NoIter: pass
for bad in (NoIter(), 5, None):
    try:
        for x in bad: pass
    except TypeError as e:
        print(e)
class BadIter:
    def __iter__(self): return 5
try:
    for x in BadIter(): pass
except TypeError as e:
    print(e)
class Fails:
    def __iter__(self): return self
    def __next__(self): raise KeyError("mid")
try:
    for x in Fails(): pass
except KeyError as e:
    print("KeyError", e)
it = iter([1, 2, 3])
for x in it:
    if x == 1: print(next(it))
    else: print("last", x)
d = {1: 1, 2: 2}
try:
    for k in d: d[k + 10] = 0
except RuntimeError as e:
    print(e)
l = [1, 2, 3]
for x in l:
    if x < 10: l.append(x + 10)
print(l)
print(list(iter(lambda it=iter([1, 2, 0]): next(it), 0)))
