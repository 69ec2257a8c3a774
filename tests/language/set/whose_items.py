# Of two equal items, which one a set keeps: intersections take those of the smaller set, or of the iterable.
for left, right in (({1.0}, [1]), ({1.0}, {1}), ({1.0, 2}, {1, 2.0}), ({1.0, 2}, {True}), ({1.0}, {1, 2}), ({1.0}, (1, True))):
    print(left.intersection(right), frozenset(left).intersection(right), sorted(map(repr, left.union(right))))
    one, two = set(left), set(left)
    one.intersection_update(right)
    print(one, end=" ")
    if isinstance(right, set):
        two &= right
        print(two, left & right, right & left, left | right, end=" ")
    print(left.intersection(right, [True]), left.intersection())
