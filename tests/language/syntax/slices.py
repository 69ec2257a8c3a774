a = list(range(10))
print(a[2], a[-1], a[1:3], a[:3], a[7:], a[:], a[::2], a[1::3], a[:6:2], a[8:2:-2], a[::-1], a[-3:-1], a[5:2], a[0:100])
i, j = 2, 5
print(a[i:j], a[i:], a[:j], a[i:j:i], a[i + 1:j - 1], a[-i:], a[i:None], a[None:j:None])
a[1:3] = "xyz"
print(a)
a[::4] = [0, 0, 0]
print(a)
del a[1:4], a[-1]
print(a)
a[2:2] = [7, 8]
a[1] += 10
print(a)


class S:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


s = S()
print(s[1], s[1, 2], s[1:2], s[1:2, 3], s[:, ::2], s[...], s[..., 1:], s[()], s[(1, 2)], s[1,], s[1:2:3], s[lambda: 0: 1].start is not None)
s[1:2] = 3
s[:, 1] = 4
del s[::2], s[5]
s[1] += (1,)
x, s[2], s[3:4] = 1, 2, 3
print("abc"[1], "abc"[::-1], (1, 2, 3)[1:], b"abc"[1], b"abc"[:2], "abc"[1:][0], range(10)[2:8:2])
d = {1: {2: {3: 4}}, (1, 2): "t", None: "n"}
print(d[1][2][3], d[1, 2], d[None], [d][0][1, 2][0])
try:
    a["x"]
except TypeError as e:
    print(e)
n = 300000
print("abcdef"[-n:n], a[n:], [1, 2, 3][True])
