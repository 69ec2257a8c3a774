# bytearray() from everything, again and with the wrong words.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


for arguments in ((), (3,), (b"ab",), ([1, 2],), ("é", "utf-8"), ("é", "latin-1", "strict"), (range(3),), (memoryview(b"mv"),), (bytearray(b"x"),)):
    print(bytearray(*arguments), bytes(*arguments))
for arguments in (("s",), (-1,), (b"a", "utf-8"), (1, "utf-8"), ([256],), ([-1],), (["a"],), (None,), (1.5,), ("s", "utf-8", "strict", 1)):
    print(attempt(lambda: bytearray(*arguments)), attempt(lambda: bytes(*arguments)))
b = bytearray(b"old")
b.__init__(b"new one")
print(b, b.__init__(), b)
b = bytearray(b"abcdef")
del b[::2]
print(b)
b[::-1] = b"xyz"
print(b)
b[1:1] = [1, 2]
del b[-2:]
print(b, attempt(lambda: b.__setitem__(slice(None, None, 2), b"toolong")), attempt(lambda: b.__setitem__(slice(0, 1), 5)) is None, b)
