# Assignment targets and unpacking.
a, b = 1, 2
a, b = b, a
(c, d), [e, *f], g = (1, 2), "xyz", [3]
print(a, b, c, d, e, f, g)
*h, i = range(4)
j, *k = (5,)
l, *m, n = [1, 2]
print(h, i, j, k, l, m, n)
for x, (y, *z) in [(1, (2, 3, 4)), (5, "67")]: print(x, y, z)
def gen():
    yield 1
    yield 2
p, q = gen()
print(p, q, *gen(), [*gen(), *gen()], {**{"a": 1}, "b": 2, **{"a": 3}}, (*"ab", *[1]))
for bad in ("a, b = 1", "a, b = 1, 2, 3", "a, b, c = 'ab'", "a, *b = []", "*a, b, c = [1]", "a, b = gen_of(3)", "a, b = gen_of(1)", "(a, b), c = 1, 2", "a, b = {1}", "[a] = None"):
    try:
        exec(bad, {"gen_of": lambda n: (i for i in range(n))})
        print("fine")
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class It:
    def __iter__(self): return iter((10, 20))
u, v = It()
w = [0, 0]
w[0], w[1] = It()
class O: pass
o = O()
o.x, o.y = 1, o
print(u, v, w, o.x, o.y is o)
first, second = {"k1": 1, "k2": 2}
(s1, s2), t = "ab", "c"
print(first, second, s1, s2, t)
r = r2 = []
r.append(1)
print(r2)
data = [(1, "a"), (2, "b")]
nums, letters = zip(*data)
print(nums, letters, dict(data), [n * s for n, s in data])
