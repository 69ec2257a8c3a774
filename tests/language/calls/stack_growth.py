# Frames of many registers, deep recursion and callbacks while the VM's stack grows and moves.
def wide(n):
    a0, a1, a2, a3, a4, a5, a6, a7, a8, a9 = range(n, n + 10)
    b0, b1, b2, b3, b4, b5, b6, b7, b8, b9 = range(n + 10, n + 20)
    if n == 0: return a9 + b9
    r = wide(n - 1)
    return r + a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8 + b9
print(wide(300))
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
class Key:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return deep(60) + self.v < deep(60) + o.v
print([k.v for k in sorted([Key(3), Key(1), Key(2)])])
print(sorted([5, 3, 4], key=lambda x: deep(100) + x), max([1, 9, 3], key=lambda x: deep(150) - x))
print(list(map(lambda x, y: deep(x) + deep(y), [10, 200], [300, 20])))
def nested(n): return sorted([n], key=lambda x: nested(n - 1) if n else 0)[0]
print(nested(15))
def many(*args): return len(args) + (many(*args[1:]) if args else 0)
print(many(*range(60)))
class Init:
    def __init__(self, n, *rest):
        self.child = Init(n - 1, *rest, n) if n else None
        self.rest = rest
i = Init(100)
count = 0
while i.child: i, count = i.child, count + 1
print(count, len(i.rest))
def gen(n):
    if n: yield from gen(n - 1)
    yield deep(n)
print(sum(gen(80)))
d = {}
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return deep(30)
    def __eq__(self, o): return deep(40) == 40 and self.v == o.v
for x in range(5): d[H(x)] = x
print(d[H(3)], H(4) in d, H(9) in d, len(d))
print("%s %r" % (deep(200), [deep(3)]), f"{deep(50)} {deep(5)!r:>4}")
