# Attributes, casts, slices with steps and comparisons of memoryview.
m = memoryview(bytearray(range(12)))
print(m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.suboffsets, m.readonly, m.contiguous, m.c_contiguous, m.f_contiguous)
every = m[1::3]
print(every.tolist(), every.strides, every.contiguous, every.hex(), every.hex("-"), every.tobytes(), len(every), every.nbytes)
print(m[::-2].tolist(), m[::-2].strides, m[10:2:-3].tobytes(), m[4:4].tolist(), m[3,], m[-1])
wide = m.cast("H")
print(wide.format, wide.itemsize, wide.shape, wide.strides, len(wide), wide.nbytes, wide[0] == m[0] + 256 * m[1], wide[1:3].tobytes())
wide[0] = 0x4241
print(m[:2].tobytes(), m.obj[:2], m.cast("I")[1:].tolist() == m[4:].cast("I").tolist())
print(m.cast("B", shape=[12]).shape, m.cast("I", (3,)).shape)
for view in (m, every, wide):
    print(view == view, view == view.tobytes(), view != view.tolist(), view == bytes(view.nbytes), memoryview(b"ab") == memoryview(bytearray(b"ab")))
print(hash(memoryview(b"ab")) == hash(b"ab"), 98 in memoryview(b"ab"), list(reversed(memoryview(b"ab"))), [x for x in every])
print(int(memoryview(b" 12 ")), float(memoryview(b"1.5")), bytes(every), bytearray(every))
with memoryview(b"xyz") as v:
    print(v[1], v.toreadonly().readonly)
wrong = (lambda: v[0], lambda: v.tolist(), lambda: len(v), lambda: m[0, 1], lambda: m["a"], lambda: m[12], lambda: m.cast("x"), lambda: m.cast("HH"), lambda: every.cast("H"), lambda: wide.cast("I"),
         lambda: m[:3].cast("H"), lambda: m.cast("I", [4]), lambda: m.cast("I", 3), lambda: m < b"a", lambda: memoryview([1]), lambda: memoryview(), lambda: hash(m), lambda: memoryview(3))
for action in wrong:
    try:
        print(action())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)


def set_item(view, key, value):
    view[key] = value


for key, value in ((0, 256), (0, -1), (0, "a"), (0, b"a"), (slice(0, 2), b"abc"), (slice(0, 4, 2), b"zz"), (slice(None, None, 4), b"..."), (20, 1)):
    try:
        set_item(m, key, value)
        print(m.tobytes())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
for view, value in ((memoryview(b"ab"), 1), (m.toreadonly(), 1), (wide, 70000), (wide, -1), (m.cast("c"), 3), (m.cast("c"), b"ab"), (m.cast("f"), "x")):
    try:
        set_item(view, 0, value)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
floats = memoryview(bytearray(8)).cast("d")
floats[0] = 2.5
print(floats.tolist(), floats.tobytes(), memoryview(bytearray(2)).cast("?").tolist(), m.cast("c")[0], m.cast("b").tolist()[:2])
