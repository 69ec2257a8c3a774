"""Augmented assignment to a slice: the slice is used twice, to get and to set."""


class Table:
    def __getitem__(self, key):
        print("get", key)
        return [key.start]

    def __setitem__(self, key, value):
        print("set", key, value)


def local():
    xs = [1, 2, 3, 4]
    xs[1:3] += [9]
    ys = xs[:2]
    ys[:] *= 2
    ys[1:] += "ab"
    return xs, ys


xs = [1, 2, 3, 4]
xs[1:2] += (7, 8)
print(xs, local())
data = bytearray(b"hello")
data[1:3] += b"--"
print(data)
table = Table()
table[1:2] += [3]
table[3:4:5] += ()
xs[::2] += []
print(xs)
for change in ("xs[5:] += 1", "(1, 2, 3)[1:] += (4,)", "'abc'[1:] += 'd'", "xs[::2] += [1]"):
    try:
        exec(change)
    except Exception as e:
        print(type(e).__name__, e)
    print(xs)
text, pair = "abcdef", (1, 2, 3)
part = text[1:3] + text[4:]
both = pair[1:], pair[:1]
print(part, both, xs[xs[1:2][0] - 7 :])
