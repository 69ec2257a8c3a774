# Deep and wide tuples.
t = ()
for i in range(50):
    t = (t, i)
print(hash(t) == hash(t), t == t, len(repr(t)))
wide = tuple(range(10000))
print(len(wide), wide[9999], sum(wide), hash(wide) == hash(tuple(range(10000))), wide == tuple(range(10000)), wide < tuple(range(1, 10001)))
seen = {}
for x in range(30):
    for y in range(30):
        seen[x, y] = x * y
print(len(seen), seen[7, 8], (29, 29) in seen, (30, 0) in seen, sum(seen.values()))
deep = []
for _ in range(100000):
    deep = [deep]
try:
    repr(deep)
    print("printed")
except RecursionError:
    print("RecursionError")
a, b = [], []
for _ in range(100000):
    a, b = [a], [b]
try:
    a == b
    print("compared")
except RecursionError:
    print("RecursionError")
