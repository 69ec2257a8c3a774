# memoryview: slices, assignment, casts.
data = bytearray(b"abcdefgh")
m = memoryview(data)
print(m[0], m[-1], len(m), m[1:3].tobytes(), bytes(m[::2]), m.tolist()[:3], m.readonly, m.itemsize, m.nbytes, m.format, m.ndim, m.shape, m.strides, m.obj is data)
m[0] = 65
m[1:3] = b"BC"
m[6:] = bytearray(b"GH")
print(data, m == data, m[:3] == b"ABC", bytes(m[::-1]), m[2:6][1:3].tobytes())
r = memoryview(b"xyz")
print(r.readonly, hash(r) == hash(b"xyz"), list(r), 120 in r, r.hex(), r.hex("-"))
w = memoryview(bytearray(8)).cast("H")
w[0] = 258
w[3] = 65535
print(w.tolist(), len(w), w.itemsize, w.nbytes, w.format, w.cast("B").tolist())
i = memoryview(bytearray(16)).cast("i")
i[1] = -5
print(i.tolist(), i[1], i[0:2].tolist())
q = memoryview(bytearray(16)).cast("q")
q[1] = -(2**63)
print(q.tolist())
d = memoryview(bytearray(16)).cast("d")
d[0] = 1.5
print(d.tolist(), d[0])
f = memoryview(bytearray(4)).cast("f")
f[0] = 0.5
print(f[0], f.cast("B").tolist())
for c in "bBhHiIqQ":
    v = memoryview(bytearray(8)).cast(c)
    v[0] = 100
    print(c, v.itemsize, v[0], end=" ")
print()
for call in (lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, "a"), lambda: m[100], lambda: r.__setitem__(0, 1), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: memoryview(5), lambda: memoryview([1]),
             lambda: m[:3].cast("H"), lambda: m.cast("zz"), lambda: hash(m), lambda: w.__setitem__(0, -1), lambda: m["a"]):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
with memoryview(data) as v:
    print(v[0])
try:
    v[0]
except ValueError as error:
    print(error)
m.release()
try:
    len(m)
except ValueError as error:
    print(error)
ro = memoryview(data).toreadonly()
print(ro.readonly, ro[:2].tobytes())
