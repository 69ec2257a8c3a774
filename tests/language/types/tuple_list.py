# list and tuple beside each other.
l, t = [3, 1, 2], (3, 1, 2)
print(l + [4], t + (4,), l * 2, t * 2, 2 * l, l * -1, t * 0, l == [3, 1, 2], l == t, t < (3, 2), l < [3, 1, 2, 0], sorted(t, reverse=True), l.index(1), t.index(2, 1), l.count(3), 1 in t, () < (0,), [] == [])
l.sort()
l.append(5)
l.extend((x for x in "ab"))
l.insert(1, "i")
l.insert(-1, "j")
l.insert(99, "k")
print(l, l.pop(), l.pop(0), l.pop(-2), l, l.remove("i"), l.reverse(), l, l.copy() is l, l[:] == l, l.clear(), l)
l[:] = range(8)
l[2:5] = []
l[1:1] = "xy"
l[::3] = [10, 20, 30][: len(l[::3])]
del l[0], l[-1:]
l += (1, 2)
l *= 2
print(l)
nested = [1, [2, [3]]]
nested.append(nested)
print(nested, repr((nested,)), nested[2] is nested)
for action in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: (1,).index(2), lambda: [1] + (2,), lambda: (1,) + [2], lambda: [1] * 1.5, lambda: [1, "a"].sort(), lambda: [1] < [1, "a"] < 3, lambda: t.append(1), lambda: [1][1.0], lambda: (1,)["a"], lambda: list(5), lambda: tuple(5), lambda: [3, 1].sort(1),
               lambda: [].__setitem__(0, 1), lambda: [1, 2].__setitem__(slice(0, 2, 2), [1, 2]), lambda: [1].__setitem__(slice(0, 1), 5), lambda: hash([]), lambda: [1].pop("a"), lambda: (1).__add__((2,))):
    try:
        print(action())
    except (TypeError, ValueError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)
data = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(data, key=lambda x: x[1]), sorted(data, key=lambda x: x[1], reverse=True), sorted("bAc", key=str.lower), max(data), min(data, key=lambda x: x[1]))
a, *b, c = range(5)
print(a, b, c, [*t, *"xy"], (*t, 1), *[1, 2], (lambda *x: x)(*t), tuple(), tuple("ab"), list(t), list({1: 2}), [[]] * 2, ([],) == ([],))
x = (1, [2])
try:
    x[1] += [3]
except TypeError as e:
    print(e, x)
