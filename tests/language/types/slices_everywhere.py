# The same slices of every sequence give the same items.
kinds = (list, tuple, bytes, bytearray, lambda x: "".join(map(chr, x)), lambda x: range(len(x)), memoryview)
base = bytes(range(10))
bounds = (None, 0, 1, 3, 9, 10, 25, -1, -3, -10, -25)
count = 0
for start in bounds:
    for stop in bounds:
        for step in (None, 1, 2, 3, 20, -1, -2, -20):
            s = slice(start, stop, step)
            expected = list(base[s])
            assert list(range(10))[s] == expected, s
            assert [ord(c) for c in "".join(map(chr, base))[s]] == expected and list(range(10)[s]) == expected
            assert list(tuple(base)[s]) == list(bytearray(base)[s]) == list(memoryview(base)[s]) == expected == list(range(*s.indices(10)))
            count += 1
print(count)
text = "h\u00e9ll\u00f6 w\u00f6rld\U0001f600!"
print(all(text[i:j:k] == "".join(list(text)[i:j:k]) for i in range(-14, 14, 3) for j in range(-14, 14, 4) for k in (1, 2, -1, -3)))
for thing in ([1, 2], (1, 2), "ab", b"ab", range(2), bytearray(2), memoryview(b"ab")):
    for key in (slice(None, None, 0), slice("a"), slice(None, 1.5), "x", 1.0, None, 5):
        try:
            print(thing[key])
        except (ValueError, TypeError, IndexError) as e:
            print(type(thing).__name__, type(e).__name__, e)


class I:
    def __index__(self):
        return 1


print([1, 2, 3][I()], "abc"[I():], (1, 2, 3)[:I()], b"abc"[::I()], range(5)[I()], slice(I(), None).indices(5))
