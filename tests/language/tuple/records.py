# Tuples as records: sorting, grouping, unpacking, as keys.
people = [("Ann", 31, "red"), ("Bob", 25, "blue"), ("Cid", 31, "blue"), ("Dee", 25, "red"), ("Eve", 40, "red")]
print(sorted(people, key=lambda p: (p[1], p[0]))[:2], max(people, key=lambda p: p[1])[0], sorted((age, name) for name, age, _ in people))
groups = {}
for name, age, colour in people:
    groups.setdefault((colour, age > 30), []).append(name)
print(groups)
for (colour, old), names in sorted(groups.items()):
    print(colour, old, *names)
print([name for name, *_ in people], [rest for _, *rest in people][0], dict((n, (a, c)) for n, a, c in people)["Cid"])
a = b = (1, 2)
a += (3,)
print(a, b, a > b, (1, 2) + (3,) == a, (0,) * 3 < (0, 0, 1), () < (0,), (1, "a") < (1, "b"), min((2, "z"), (1, "zz")))


def stats(numbers):
    return min(numbers), max(numbers), sum(numbers) / len(numbers)


low, high, mean = stats((3, 1, 2))
print(low, high, mean, stats(range(5))[::2], (lambda *args: args)(*"ab", 1), tuple(sorted({3, 1, 2})))
x, y = 1, 2
x, y = y, x + y
print((x, y), (x), (x,), x == (x), isinstance((x), int))
