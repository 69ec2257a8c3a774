# An iterator that has ended stays at its end; several iterators of one container are apart.
items = [1, 2]
a, b = iter(items), iter(items)
print(next(a), next(a), next(b), next(a, "end"))
items.append(3)
print(list(a), list(b))
for make in (lambda: iter("ab"), lambda: iter((1, 2)), lambda: iter({1: 2}), lambda: iter({1}), lambda: iter(range(2)), lambda: iter(b"ab"), lambda: zip("a"), lambda: map(str, "a"), lambda: filter(None, "a"),
             lambda: enumerate("a"), lambda: reversed([1]), lambda: iter([1].pop, 5) if False else iter([1]), lambda: (x for x in "a"), lambda: iter({1: 2}.items()), lambda: iter({1: 2}.values())):
    it = make()
    first = list(it)
    print(len(first), list(it), next(it, "end"))
for it, expected in ((iter([1, 2, 3]), 3), (iter((1, 2)), 2), (iter(range(5)), 5), (iter({1, 2}), 2), (iter({1: 1}), 1)):
    print(it.__length_hint__() == expected, end=" ")
print()
