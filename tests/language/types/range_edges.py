# range: equality, containment, slices and sizes.
r = range(3, 20, 4)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], r[::2], r.index(11), r.count(11), r.count(12), 11 in r, 12 in r, 11.0 in r, "a" in r, r.start, r.stop, r.step, bool(range(0)), bool(r))
print(range(0) == range(5, 2), range(0, 3, 2) == range(0, 4, 2), range(1) == [0], hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(5) != range(6), list(reversed(r)), min(r), max(r), sum(r), repr(range(1, 5)), repr(range(1, 5, 2)))
big = range(-10**20, 10**20, 10**19)
print(big[0], big[-1], big[3], 10**19 in big, big.index(0), big[2:4], list(big)[-1], list(reversed(big))[0], range(10**30)[10**29])
print(range(True, 5), range(5)[True], list(range(5, 0, -2)), list(range(0, -5, -2)), range(10)[-3:], range(10)[20:], range(0, 10, 3)[1:][::-1])
for action in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: range(), lambda: range(1, 2, 3, 4), lambda: range("a"), lambda: r[10], lambda: r["a"], lambda: r.index(4), lambda: range(3) < range(4), lambda: range(3) + range(3), lambda: range(stop=3), lambda: r[1.0]):
    try:
        print(action())
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
it = iter(range(5))
print(next(it), it.__length_hint__(), list(it), list(it), iter(r) is iter(r))
