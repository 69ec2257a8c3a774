# __getitem__, __setitem__, __delitem__, __contains__, __len__, __call__, __index__.
class Box:
    def __init__(self): self.d = {}
    def __getitem__(self, k): return ("get", k)
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __contains__(self, k): return k == 7
    def __len__(self): return 5
    def __call__(self, *a): return a
b = Box()
print(b[1], b["k"], b[1:2], b[1:2, ..., ::3], b[()], b[-1])
b[1] = 2; b["x"] = [1]; b[1:3] = "slice"
del b[5], b[::2]
b[0] += (1,)
print(7 in b, 8 in b, 8 not in b, len(b), b(1, 2))
if 7 in b: print("in branch")
if 8 not in b: print("not in branch")
class Idx:
    def __index__(self): return 2
print([10, 20, 30, 40][Idx()], "abcd"[Idx():], list(range(Idx())), hex(Idx()), [0] * Idx())
for f in (lambda: 5[0], lambda: [1]["a"], lambda: "abc"[9], lambda: [][0], lambda: (1,)[1.0], lambda: {}[[]], lambda: None[0]):
    try:
        f()
    except (TypeError, IndexError, KeyError) as e:
        print(type(e).__name__, e)
def seti(o, k):
    o[k] = 1
def deli(o, k):
    del o[k]
for o, k in ((5, 0), ("abc", 0), ((1,), 0), ([], 0), ([1], "x")):
    for g in (seti, deli):
        try:
            g(o, k)
            print("fine")
        except (TypeError, IndexError) as e:
            print(type(e).__name__, e)
class Miss(dict):
    def __missing__(self, k): return k * 2
m = Miss(a=1)
print(m["a"], m["bb"], m.get("c"), len(m))
class Weird:
    def __contains__(self, x): return "truthy"
print(1 in Weird(), 1 not in Weird())
l = [1, 2, 3]
l[-1] = 30
l[Idx()] += 1
print(l, l[True], l[-3])
ba = bytearray(3)
ba[0] = 255; ba[-1] = 1
print(ba, ba[0])
try:
    ba[0] = 256
except ValueError as e:
    print(e)
