# in-place operators on names, attributes, items, with one evaluation of the target.
log = []
class O:
    pass
o = O()
o.n = 1
def get():
    log.append("get")
    return o
get().n += 5
print(o.n, log)
l = [1, 2, 3]
def idx():
    log.append("idx")
    return 1
l[idx()] *= 10
print(l, log)
d = {"a": 1}
d["a"] -= 5
d["l"] = []
d["l"] += [1, 2]
print(d)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
s = "a"
s += "b"; s *= 3
print(s)
a = b = [1]
a += [2]
print(b, a is b)
a = a + [3]
print(b, a)
x = y = 1
x += 1
print(x, y)
n = 10
n -= 3; n /= 2
print(n)
i = 5
i, j = i + 1, i
print(i, j)
a = [0, 1, 2]
i = 0
i, a[i] = 1, "x"
print(i, a)
m = {}
m["k"] = m["j"] = 3
print(m)
st = {1}
st |= {2}; st &= {2, 3}; st ^= {9}
print(sorted(st))
f = 0.5
f **= 2
print(f)
