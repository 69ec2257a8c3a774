# StopIteration and friends around loops written in Python and in C.
class Stop:
    def __init__(self, n, error=StopIteration): self.n, self.error = n, error
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise self.error("end")
        self.n -= 1
        return self.n
print([x for x in Stop(3)], list(Stop(2)), tuple(Stop(2)), sum(Stop(4)), dict(zip("ab", Stop(2))))
for x in Stop(2): pass
else: print("else", x)
try:
    for x in Stop(1, ValueError): print(x)
except ValueError as e:
    print("ValueError", e)
try:
    next(Stop(0))
except StopIteration as e:
    print("stop", e.value, e.args)
print(next(Stop(0), "default"))
def inner():
    raise StopIteration("from function")
try:
    for x in Stop(2): inner()
except StopIteration as e:
    print("body", e)
def takes(it):
    out = []
    while True:
        try:
            out.append(next(it))
        except StopIteration:
            return out
print(takes(Stop(3)), takes(iter([1, 2])), takes(iter({})))
it = Stop(2)
print([(a, b) for a in it for b in Stop(1)], list(it))
class Sub(StopIteration): pass
print(list(Stop(1, Sub)))
try:
    a, b, c = Stop(2)
except ValueError as e:
    print(e)
print(3 in Stop(5), 9 in Stop(5), max(Stop(3)), sorted(Stop(3)), [*Stop(2)], list(map(str, Stop(2))), list(enumerate(Stop(2))))
for i in Stop(3):
    try:
        if i == 1: continue
        if i == 0: break
    finally:
        print("finally", i)
