# A view that has been released can do nothing any more.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


raw = bytearray(b"abcdef")
view = memoryview(raw)
raw[0] = 65
print(view[0], bytes(view[1:3]))
with memoryview(raw) as other:
    print(len(other))
print(attempt(lambda: len(other)), attempt(lambda: other[0]), attempt(lambda: other.tobytes()))
view.release()
view.release()
raw.append(103)
print(raw, attempt(lambda: view[0]))
print(memoryview(b"abc") == b"abc", memoryview(b"abc") == bytearray(b"abc"), memoryview(b"a") != b"b", memoryview(b"a") == "a")
print(memoryview(b"abcd")[::-2].tobytes(), list(memoryview(b"ab")), b"a" in [memoryview(b"a")], 97 in memoryview(b"a"))
print(attempt(lambda: memoryview(5)), attempt(lambda: memoryview()), memoryview(object=b"k")[0])
