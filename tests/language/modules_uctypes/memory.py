# Memory that a bytearray shows has its size for good, and stays as long as somebody shows it.
import gc
import uctypes as u

data = bytearray(b"0123456789")
a = u.bytearray_at(u.addressof(data) + 2, 5)
copy = u.bytes_at(u.addressof(data), 3)
a[0] = 65
a[1:3] = b"BC"
print(data, a, copy, len(a), a.find(b"C"), a + b"x", a == b"ABC56")
for change in (
    lambda: a.append(1),
    lambda: a.pop(),
    lambda: a.clear(),
    lambda: a.extend(b"xy"),
    lambda: a.insert(0, 1),
    lambda: a.remove(65),
    lambda: a.__delitem__(0),
    lambda: a.__delitem__(slice(0, 5, 2)),
    lambda: a.__setitem__(slice(0, 1), b"xy"),
    lambda: a.__setitem__(slice(0, 2), b"x"),
    lambda: a.__iadd__(b"x"),
    lambda: a.__imul__(2),
    lambda: a.__init__(b"xy"),
):
    try:
        change()
        print("changed")
    except BufferError:
        print("BufferError", end=" ")
print(a)
a.reverse()
a += b""
a *= 1
a[5:] = b""
print(data, u.addressof(a) - u.addressof(data), memoryview(a)[1:3].tobytes())
del data
gc.collect()
junk = [bytes(10) for _ in range(500)]
print(a, u.bytearray_at(0, 0), u.bytes_at(0, 0), u.bytes_at(u.addressof("text"), 4))
for wrong in (lambda: u.bytearray_at(u.addressof(a), -1), lambda: u.bytes_at("x", 1), lambda: u.addressof(5)):
    try:
        print(wrong())
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
