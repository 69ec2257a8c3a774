# Slices of every sequence, bounds of every kind.
seqs = [list(range(6)), tuple(range(6)), "abcdef", b"abcdef", bytearray(b"abcdef"), range(6), "añb€c𝄞"]
bounds = [None, 0, 1, 3, 5, 6, 9, -1, -3, -6, -9]
for s in seqs:
    out = []
    for i in bounds:
        for j in bounds: out.append(s[i:j])
    print([x if not isinstance(x, range) else list(x) for x in out[::7]])
    print([list(s[::k]) for k in (1, 2, 3, -1, -2)], list(s[4:1:-1]), list(s[-2:0:-2]))
l = list(range(6))
l[1:3] = [10, 20, 30]; print(l)
l[:0] = "ab"; print(l)
l[5:] = []; print(l)
del l[1:3]; print(l)
l[::2] = [7, 8]; print(l)
try:
    l[::2] = [1]
except ValueError as e:
    print(e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print([1, 2, 3, 4][I(1):I(3)], "abcd"[I(-2):], (1, 2, 3)[:I(2)])
try:
    [1]["a":]
except TypeError as e:
    print(e)
try:
    "x"[1:2:0]
except ValueError as e:
    print(e)
s = slice(1, 5, 2)
print(s, s.start, s.stop, s.step, [0, 1, 2, 3, 4, 5][s], s.indices(4), slice(3), slice(None, 2))
x = [1, 2, 3]
y = x[:]
y.append(4)
print(x, y, x[10 ** 30:], x[-10 ** 30:2], "abc"[:10 ** 30])
class G:
    def __getitem__(self, k): return k
print(G()[1:2], G()[1:2, 3], G()[:], G()[::2, ...])
