class T:
    def __init__(self, n):
        self.n = n


for name in "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split():
    setattr(T, "__%s__" % name, lambda s, o, name=name: (name, s.n, o))
    setattr(T, "__r%s__" % name, lambda s, o, name=name: ("r" + name, s.n, o))
    setattr(T, "__i%s__" % name, lambda s, o, name=name: ("i" + name, s.n, o))
for name in "neg pos invert".split():
    setattr(T, "__%s__" % name, lambda s, name=name: (name, s.n))
for name in "lt le eq ne gt ge".split():
    setattr(T, "__%s__" % name, lambda s, o, name=name: (name, s.n, o))
T.__contains__ = lambda s, o: o == 5
T.__getitem__ = lambda s, k: ("item", k)
T.__call__ = lambda s, *a: ("call", a)
t = T("t")


def f(t, k):
    print(t + 1, t - 1, t * 1, t / 1, t // 1, t % 1, t ** 1, t << 1, t >> 1, t & 1, t | 1, t ^ 1, t @ 1)
    print(1 + t, 1 - t, 1 * t, 1 / t, 1 // t, 1 % t, 1 ** t, 1 << t, 1 >> t, 1 & t, 1 | t, 1 ^ t, 1 @ t)
    print(t + k, t - k, k * t, k / t, k @ t, "s" + t, t % "s", 1.5 * t, t ** None)
    print(-t, +t, ~t, not t, t < 1, t <= 1, t == 1, t != 1, t > 1, t >= 1, 1 < t, 1 <= t, 1 == t, 1 != t, 1 > t, 1 >= t)
    print(t < k, k < t, t == "s", "s" == t, None == t, t != None)
    print(5 in t, 6 in t, 5 not in t, t["k"], t[1], t[1:2], t(1), t()[0], t is t, t is not t)
    a = b = c = d = e = t
    a += 1
    b -= k
    c @= 2
    d **= 3
    e >>= "s"
    print(a, b, c, d, e)
    if t < 1:
        print("lt")
    if 1 < t:
        print("swapped")
    if not t == 1:
        print("no")
    if "s" == t:
        print("eq")


f(t, 7)
print(2 ** 3 ** 2, -2 ** 2, 2 * 3 + 4, 2 + 3 * 4, (2 + 3) * 4, 10 - 4 - 3, 100 / 10 / 2, 7 // 2 * 2, 1 << 2 + 1, 1 | 2 & 3 ^ 1)
print(not 1 == 2, not 1 + 1, -1 < 0 < 1, 1 + 2 < 4 and 5 or 6, 1 if 2 > 1 else 3 + 4, lambda: 1 or 2)if 0 else None
print(5 - -3, 5 + +3, 5 - +-3, ~-5, - -5, not not 5, 3 - ~2)
