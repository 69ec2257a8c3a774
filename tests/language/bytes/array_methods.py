# The methods that only bytearray has, and the shared ones on it.
a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a.extend([103, 104])
a.extend(iter([105]))
print(a)
a.insert(0, 65)
a.insert(-1, 66)
a.insert(100, 67)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(98)
a.reverse()
print(a, a.copy(), a.copy() is a)
c = a.copy()
c.clear()
print(c, a)
print(a.upper(), a.find(b"e"), a.split(b"e"), a.replace(b"e", b"E"), a.hex(), a.decode(), a.strip(b"i"), type(a.upper()).__name__, a.partition(b"f"), bytearray(b",").join([b"x", b"y"]))
for call in (lambda: bytearray().pop(), lambda: a.append(256), lambda: a.append("x"), lambda: a.remove(1), lambda: a.pop(99), lambda: a.extend(5), lambda: a.extend("abc"), lambda: a.insert(0, -1), lambda: a.extend([1, 300])):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
big = bytearray()
for i in range(10000):
    big.append(i & 255)
print(len(big), sum(big), big[9999])
del big[100:]
print(len(big), big[:3])


class Sub(bytearray):
    pass


s = Sub(b"xyz")
s.tag = "t"
s.append(33)
print(s, s.tag, type(s[:2]).__name__, s == b"xyz!", isinstance(s, bytearray))


class SubBytes(bytes):
    def __new__(cls, text):
        return super().__new__(cls, text.encode())


t = SubBytes("hey")
t.n = 5
print(t, t.n, t[0], len(t), t == b"hey", hash(t) == hash(b"hey"), t.upper())
