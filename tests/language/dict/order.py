# Insertion order through updates, deletions and growth.
d = {}
for i in range(20):
    d["k%d" % i] = i
for i in range(0, 20, 3):
    del d["k%d" % i]
d["k0"] = "new"
d["k1"] = "changed"
print(list(d.items()))
while d:
    key, value = d.popitem()
    print(key, value, end=" ")
print(d)
d = {i: None for i in range(1000)}
for i in range(1000):
    if i % 7:
        del d[i]
print(len(d), list(d)[:5], list(d)[-2:])
for i in range(2000, 3000):
    d[i] = i
print(len(d), list(d)[140:146])
queue = {}
for i in range(5000):
    queue[i] = i
    if len(queue) > 10:
        del queue[next(iter(queue))]
print(list(queue))
d = {"x": 1}
d.pop("x")
d["y"] = 1
d["x"] = 2
print(d)
d = dict(b=1, a=2)
d.update(a=3, c=4)
print(d)
