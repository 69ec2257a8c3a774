x = 7
for n in (1, 4, 5, 31, 32, 33, 64, 65, 100, 300, 1000):
    for item in ("%d", "x + %d", "'s%d'", "(%d, x)", "[%d]"):
        items = [item % i for i in range(n)]
        want = [eval(i) for i in items]
        assert eval("[" + ", ".join(items) + "]") == want, (n, item)
        assert eval("(" + ", ".join(items) + ",)") == tuple(want), (n, item)
        if item != "[%d]":
            assert eval("{" + ", ".join(items) + "}") == set(want), (n, item)
            assert eval("{" + ", ".join(i + ": x" for i in items) + "}") == dict.fromkeys(want, 7), (n, item)
        assert eval("[" + ", ".join("*[" + i + "]" for i in items) + "]") == want
    mixed = ", ".join(str(i) if i % 7 else "x + %d" % i for i in range(n))
    assert eval("[" + mixed + "]") == [i if i % 7 else 7 + i for i in range(n)]
    assert eval("f'" + "".join("{x}%d" % i for i in range(n)) + "'") == "".join("7%d" % i for i in range(n))
    print(n, "fine")


def local():
    y = [x, 1, 2, 3, 4, 5, 6, 7, 8, 9, x, *range(3), x]
    y = [y, y, *y]
    t = (x, *y, x)
    s = {x, 1, 2, 3, 4, 5, *t[:1]}
    d = {"a": x, **{"b": 2}, "c": x, **{"a": 0}}
    return y, len(t), sorted(s), d


print(local())
table = {"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": (1, 2, [3, 4], {"c": {5, 6}}), "n": None, "t": True, "f": 1.5}
print(table)
a = [1, 2, 3, 4, 5, 6]
b = [1, 2, 3, 4, 5, 6]
a.append(7)
print(a, b, a is b)


def fresh():
    r = [1, 2, 3, 4, 5, 6]
    r.append(len(r))
    return r


print(fresh(), fresh())
