from array import array

a = array("i", [3, 1, 2])
a.append(4)
a.extend([5, 6])
a.extend(x * x for x in range(3))
a.extend(array("i", [1]))
print(a, len(a), a.count(1), a.index(1), a.index(1, 2), a.index(1, -2))
a.insert(0, -1)
a.insert(100, 100)
a.insert(-1, 99)
a.insert(-100, -2)
print(a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(1)
print(a)
a.reverse()
print(a)
a.fromlist([7, 8])
print(a.tolist())
try:
    a.fromlist([1, 2, "x"])
except TypeError as e:
    print(e, a.tolist())
b = array("h", [1, 256, -2])
b.byteswap()
print(b)
b.byteswap()
print(b, b.tobytes() == bytes(b), len(b.tobytes()))
b.frombytes(b.tobytes())
print(b)
print(b.buffer_info()[1], b.buffer_info()[0] != 0)
for wrong in (
    lambda: a.remove(1000),
    lambda: a.index(1000),
    lambda: a.index(7, 0, 1),
    lambda: a.pop(1000),
    lambda: array("b").pop(),
    lambda: b.frombytes(b"x"),
    lambda: b.frombytes("xx"),
    lambda: a.fromlist((1,)),
    lambda: a.extend(5),
    lambda: a.extend(b),
    lambda: a.append(1.5),
    lambda: a.insert("x", 1),
    lambda: a[1000],
    lambda: a["x"],
    lambda: a.__setitem__(1000, 1),
    lambda: a.__delitem__(1000),
):
    try:
        print(wrong())
    except Exception as e:
        print(type(e).__name__, e)
