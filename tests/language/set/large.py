# Many items of all kinds.
s = set()
for i in range(30000):
    s.add(i * 31 % 20011)
print(len(s), sum(s))
for i in range(0, 20011, 2):
    s.discard(i)
print(len(s), sum(s), 1 in s, 2 in s)
for i in range(5000):
    s.add("t%d" % i)
    s.add((i, -i))
    s.add(i + 0.25)
print(len(s), "t4999" in s, (7, -7) in s, (7, 7) in s, 3.25 in s, 3.5 in s)
for i in range(5000):
    s.remove("t%d" % i)
    s.remove((i, -i))
print(len(s))
m = {i << 16 for i in range(5000)}
print(len(m), all(i << 16 in m for i in range(5000)), any((i << 16) + 1 in m for i in range(5000)))
queue = set()
for i in range(20000):
    queue.add(i)
    if len(queue) > 5:
        queue.discard(i - 5)
print(sorted(queue))
count = 0
while m:
    m.pop()
    count += 1
print(count)
big = {10**k for k in range(100)}
print(len(big), 10**50 in big, 10**50 + 1 in big, float(10**3) in big)
a, b = set(range(0, 10000, 3)), set(range(0, 10000, 5))
print(len(a & b), len(a | b), len(a - b), len(a ^ b), a & b <= a, (a | b) - a == b - a)
