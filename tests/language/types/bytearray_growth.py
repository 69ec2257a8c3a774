# bytearray: changes in place, by every means.
b = bytearray(b"hello")
b[1:3] = b"EYY"
b[::2] = b"1234"[: len(b[::2])]
print(b)
del b[::3]
print(b, b.pop(), b.pop(0), b)
b.insert(0, 65)
b.insert(100, 90)
b.extend([1, 2])
b.extend(b"xy")
b.extend(range(3))
b += b"!"
b *= 2
print(b, len(b), b.count(65), b.index(90), b.find(b"!"), b.rfind(b"!"))
b.remove(90)
b.reverse()
print(b, b.copy() == b, b.copy() is b)
b.clear()
print(b, len(b), bool(b))
for i in range(300):
    b.append(i % 256)
print(len(b), sum(b), b[-5:], b[250:260], bytes(b[:4]))
b[10:290] = b""
print(b)
b[5:5] = bytearray(b"inserted")
b[len(b):] = "end".encode()
print(b)
b[3:6] = [7, 8, 9]
b[0] = 255
print(b[:8])
c = bytearray(b"self")
c[2:2] = c
c.extend(c)
c += c[:2]
print(c)
for action in (lambda: b.append(256), lambda: b.append("a"), lambda: b.__setitem__(0, -1), lambda: b.__setitem__(slice(0, 4, 2), b"x"), lambda: b.__setitem__(99, 1), lambda: b.extend("abc"), lambda: b.extend([300]), lambda: b.remove(251), lambda: bytearray().pop(), lambda: b.pop(999), lambda: b.insert(0, 999),
               lambda: b + "x", lambda: b.__setitem__("a", 1), lambda: b.__setitem__(slice(0, 1), 5), lambda: hash(b), lambda: bytearray("x"), lambda: bytearray([256]), lambda: bytearray(["a"])):
    try:
        print(action())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
print(bytearray("\u00e9", "utf-8"), bytearray("\u00e9", "ascii", "replace"), bytearray(3), bytearray(b"x") == b"x", b"x" == bytearray(b"x"), bytearray(b"a") < b"b", bytearray(b"ab") + b"c", b"c" + bytearray(b"d"), type(b"c" + bytearray(b"d")).__name__)
