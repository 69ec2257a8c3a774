# __bool__ and __len__ wherever a truth is asked for.
class T:
    def __init__(self, v): self.v = v
    def __bool__(self):
        print("bool", self.v)
        return self.v
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
y, n = T(True), T(False)
print("yes" if y else "no", "yes" if n else "no", not y, not n)
print((y and 1), (n and 1) is n, (y or 1) is y, n or 2)
if L(0): print("wrong")
elif L(3): print("len")
while T(False): print("never")
print(bool(L(0)), bool(L(1)), not L(0), any([n, L(0), L(2)]), all([L(1), L(0)]), [x for x in (L(0), L(1)) if x] != [])
class Both(L):
    def __bool__(self): return True
print(bool(Both(0)), len(Both(0)))
class BadBool:
    def __bool__(self): return 1
class BadLen:
    def __len__(self): return -1
class BadLen2:
    def __len__(self): return "x"
for b in (BadBool(), BadLen(), BadLen2()):
    try:
        if b: pass
        print("none")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print([bool(x) for x in (0, 1, 0.0, 0.1, "", "a", [], [0], (), {}, {1: 1}, set(), None, True, range(0), b"", 0j, 2 ** 70)])
assert T(True)
i = 3
while L(i): i -= 1
print(i)
print(None or 0 or "" or "last", 1 and 2 and 3, 1 and 0 and 3)
