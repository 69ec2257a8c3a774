# Lists that grow and shrink many times, with garbage in between.
kept = []
for round in range(30):
    items = []
    for i in range(2000):
        items.append((i, str(i)))
    while len(items) > 100:
        items.pop()
    kept.append(items)
    del kept[:-3]
print(len(kept), sum(len(k) for k in kept), kept[-1][99])
table = [[None] * 50 for _ in range(50)]
for i in range(50):
    for j in range(50):
        table[i][j] = [i, j]
print(sum(cell[0] * cell[1] for row in table for cell in row))
ring = []
for i in range(5000):
    ring.append(i)
    if len(ring) > 64:
        ring.pop(0)
print(ring[0], ring[-1], len(ring))
parts = []
for i in range(300):
    parts += [i] * (i % 7)
print(len(parts), parts[-1], parts.count(300 - 1))
