# tuple: making, subscripts, operators, methods.
print((), (1,), (1, 2), tuple(), tuple([1, 2]), tuple("ab"), tuple({1: 2}), tuple(range(3)), tuple(x for x in "xy"))
t = (1, 2, 3, 4, 5)
print(t[0], t[-1], t[1:3], t[::-1], t[::2], t[5:], t[:], t[:] is t, t[2:2])
print(t + (6,), t * 2, 2 * (0,), () * 3, (1,) * 0, t + () is t, tuple(t) is t)
print(t.index(3), t.count(2), (1, 1, 2).count(1), 3 in t, 9 in t, len(t), t.index(4, 2), t.index(5, -1))
print((1, 2) == (1, 2), (1, 2) == [1, 2], (1, 2) < (1, 3), (1,) < (1, 0), (2,) >= (1, 9), (1, "a") != (1, "b"), () < (0,))
print(hash((1, 2)) == hash((1, 2)), hash((1, 2)) == hash((2, 1)), hash(()) == hash(tuple()), hash((1.0, 2)) == hash((1, 2.0)), {(1, 2): "x"}[(1, 2)])
print(repr((1, "a", None, (2,))), str(((),)), sum((1, 2, 3)), max((3, 9, 2)), sorted((3, 1)), bool(()), bool((0,)))
for code in ("(1, 2)[2]", "(1, 2)['a']", "(1,) + [2]", "(1,) * 1.5", "(1, 2).index(3)", "hash(([],))", "(1, 2) < 3", "tuple(5)", "tuple(1, 2)"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
try:
    t[0] = 1
except TypeError as error:
    print(error)
try:
    del t[0]
except TypeError as error:
    print(error)
inner = [1]
nested = (inner, 2)
inner.append(3)
print(nested)
try:
    nested[0] += [4]
except TypeError as error:
    print(error, nested)
