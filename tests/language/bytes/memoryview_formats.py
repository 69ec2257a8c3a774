# memoryview.cast and what each format reads and writes. (64-bit words)
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


raw = bytearray(range(16))
view = memoryview(raw)
for code in "bBcHhIiQqLlfd?":
    other = view.cast(code)
    print(code, other.format, other.itemsize, len(other), other.nbytes, other.shape, other.strides, other.tolist()[:2] if code not in "fd" else "")
h = view.cast("H")
h[0] = 0x4142
print(raw[:2], h[0], attempt(lambda: h.__setitem__(0, 70000)), attempt(lambda: h.__setitem__(0, "x")))
c = view.cast("c")
c[1] = b"z"
print(raw[1], c[1], attempt(lambda: c.__setitem__(1, b"zz")), attempt(lambda: c.__setitem__(1, 5)))
q = view.cast("?")
q[2] = False
print(raw[2], q[2], q[3])
print(attempt(lambda: view[1:4].cast("H")), attempt(lambda: h.cast("I")), attempt(lambda: view.cast("z")), attempt(lambda: view[::2].cast("B")))
f = view.cast("d")
f[0] = 1.5
print(f[0], raw[:8].hex(), h.cast("B")[7])
print(view[2:5].contiguous, view[::2].contiguous, view.readonly, memoryview(b"a").readonly, view.ndim, view.obj is raw)
print(hash(memoryview(b"ab")) == hash(b"ab"), attempt(lambda: hash(view)))
