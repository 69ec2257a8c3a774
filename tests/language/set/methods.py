# The methods that take any iterables.
s = {1, 2, 3}
print(sorted(s.union([4], (5,), "a"[:0], range(2))), sorted(s.intersection([2, 3, 9], {3})), sorted(s.difference([1], [9])), sorted(s.symmetric_difference([3, 4, 4])))
print(s.union() == s, s.intersection() == s, s.difference() == s, s.union() is s)
print(s.issubset(range(5)), s.issuperset([1]), s.isdisjoint("abc"), s.isdisjoint([3]), s.issubset([1, 2]), {1}.issuperset(iter([])))
s.update([4], {5: "x"}, "")
print(sorted(s))
s.intersection_update(range(3, 9), [3, 4, 5])
print(sorted(s))
s.difference_update([4], iter([9]))
print(sorted(s))
s.symmetric_difference_update([5, 6])
print(sorted(s))
s.update(s)
s.difference_update(s)
print(s)
f = frozenset("abc")
print(sorted(f.union("d")), type(f.union("d")).__name__, f.copy() is f, frozenset(f) is f, sorted(f.difference("a")), f.isdisjoint("x"))
for name in ("add", "remove", "update", "clear", "pop"):
    print(hasattr(f, name), hasattr(s, name), end=" ")
print()
for call in (lambda: s.union(5), lambda: s.update([[]]), lambda: s.intersection(None), lambda: f.add(1), lambda: s.issubset(3)):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
