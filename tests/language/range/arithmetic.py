# Ranges of ranges, steps and membership computed, compared with lists.
for start in range(-3, 4, 3):
    for stop in range(-4, 5, 4):
        for step in (-3, -2, -1, 1, 2, 3):
            r = range(start, stop, step)
            items = list(r)
            assert len(r) == len(items) and bool(r) == bool(items)
            assert list(reversed(r)) == items[::-1] and list(r[::-1]) == items[::-1]
            assert [x in r for x in range(-6, 7)] == [x in items for x in range(-6, 7)]
            for cut in (slice(1, None), slice(None, -1), slice(None, None, 2), slice(-2, None), slice(3, 0, -1), slice(None, None, -2)):
                assert list(r[cut]) == items[cut], (r, cut)
            for i, x in enumerate(items):
                assert r[i] == x and r.index(x) == i and r.count(x) == 1 and r[i - len(items)] == x
            assert (r == range(start, stop, step)) and (hash(r) == hash(range(start, stop, step)))
print("all the same")
print(sum(range(1, 1001)), sum(range(0, -100, -7)), max(range(3, 30, 7)), min(range(30, 3, -7)), list(zip(range(3), range(3, 0, -1))), [*range(0, 1)], 10**9 in range(0, 10**18, 10**3), range(5)[-1])
