# A list assigned to a slice of itself, and other overlaps.
a = [1, 2, 3, 4]
a[1:3] = a
print(a)
a[:] = a[::-1]
print(a)
a[2:2] = a[:2]
print(a)
a[::2] = a[1::2]
print(a)
a += a
print(len(a))
a.extend(a)
print(len(a), a[:3])
a[len(a):] = [9]
a[:0] = [8]
print(a[0], a[-1], len(a))
b = list(range(6))
b[1:5] = iter("xy")
print(b)
b[1:1] = (n for n in b[:2])
print(b)
c = [0] * 5
c[1:4] = [1, 2, 3, 4, 5, 6]
print(c)
c[2:-1] = []
print(c)
d = [3, 1, 2]
d[:] = sorted(d)
print(d)
e = [[1, 2], [3]]
f = e[:]
f[0].append("shared")
f.append("own")
print(e, f)
