def f():
    a = 5
    a += 1; a -= 2; a *= 6; a //= 5; a **= 3; a %= 50; a <<= 2; a >>= 1; a |= 1; a &= 0xff; a ^= 7
    b = 7
    b /= 2
    l = [1]
    m = l
    l += [2]
    l *= 2
    t = (1,)
    t += (2,)
    s = "a"
    s += "b" * 2
    d = {"x": 1}
    d["x"] += 5
    d["l"] = []
    d["l"] += "ab"
    return a, b, l, m is l, t, s, d


print(f())


class M:
    def __init__(self, v):
        self.v = v

    def __matmul__(self, o):
        return "matmul"

    def __imatmul__(self, o):
        self.v += o
        return self

    def __iadd__(self, o):
        return "replaced"


m = M(1)
m @= 5
print(m.v, m @ 1)
m += 1
print(m)
x = 1


def g():
    global x
    x += 1
    y = 1

    def h():
        nonlocal y
        y += x
        return y
    return h(), y


print(g(), x)


def effects(log):
    def get(v):
        log.append(v)
        return v
    a = [[1, 2], [3, 4]]
    a[get(0)][get(1)] += get(10)
    a[get(1)] += [get(5)]
    return a, log


print(effects([]))
try:
    t = ([1],)
    t[0] += [2]
except TypeError as e:
    print(e, t)


def unbound():
    try:
        z += 1
    except UnboundLocalError as e:
        print(e)
    z = 1


unbound()
a = b = [1]
a += [2]
a = a + [3]
print(a, b)
x *= 2 + 3
print(x)
x -= x if x else 1
print(x)
