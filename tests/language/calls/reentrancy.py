# Built-ins that call back into code that changes what they work on.
l = [3, 1, 2]
class Evil:
    def __init__(self, v): self.v = v
    def __eq__(self, o):
        l.clear()
        return False
l = [Evil(i) for i in range(5)]
print(5 in l, len(l))
l = [1, 2, 3]
def grow(x):
    l.append(x)
    return x
print(list(map(grow, [1, 2, 3])), l)
d = {"a": 1}
def touch(k):
    d[k] = len(d)
    return k
print([touch(k) for k in ("b", "c", "a")], d)
def f(n, acc=[]):
    acc.append(n)
    if n: f(n - 1)
    return len(acc)
print(f(5), f(2))
class Call:
    depth = 0
    def __call__(self, n):
        Call.depth += 1
        return n if n < 2 else self(n - 1) + self(n - 2)
c = Call()
print(c(10), Call.depth)
class Len:
    def __len__(self): return len([0] * 3)
    def __bool__(self): return len(self) == 3
    def __getitem__(self, i): return range(len(self))[i]
print(len(Len()), bool(Len()), list(Len()), [x for x in Len()], 2 in Len())
def outer():
    def inner():
        nonlocal outer_value
        outer_value = [inner2() for _ in range(2)]
        return outer_value
    def inner2(): return sorted({3, 1, 2}, key=lambda v: -v)
    outer_value = None
    return inner()
print(outer())
import sys
print(sorted([2, 1], key=lambda x: exec("y = 1") or eval("x * 2", {"x": x})))
