# Slices give arrays of the same type; assignment wants one, too.
from array import array

a = array("h", range(10))
print(a[2:5], a[::-1], a[::3], a[7:2], a[-3:], a[5:2:-1], a[100:])
a[2:4] = array("h", [20, 30, 40])
print(a)
a[0:0] = array("h", [-1])
a[len(a) :] = array("h", [99])
print(a)
a[::4] = array("h", [7, 7, 7, 7])
print(a)
del a[1:3]
del a[::-5]
print(a)
del a[0], a[-1]
print(a)
a[1:1] = a
print(a)
a[::2] = a[::2]
a[:] = array("h")
print(a, len(a))
a = array("i", range(300))
del a[10:290]
print(a)
del a[::3]
print(a)
for key, value in (
    (slice(0, 2), [1]),
    (slice(0, 2), b"ab"),
    (slice(0, 2), array("b", [1])),
    (slice(0, 6, 2), array("i", [1])),
):
    try:
        a[key] = value
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
