# Every method of list, and what it does at its edges.
items = []
items.append(1)
items.append("two")
items.extend([3.0, None])
items.extend((5, 6))
items.extend(c for c in "xy")
items.extend(range(2))
print(items)
items.insert(0, "first")
items.insert(-1, "before last")
items.insert(100, "last")
items.insert(-100, "very first")
print(items)
print(items.pop(), items.pop(0), items.pop(-2), len(items))
items.remove("two")
print(items)
items.reverse()
print(items, items.index(5), items.count(1), items.count("nothing"))
copy = items.copy()
copy.clear()
print(copy, len(items))
print([1, 2, 3, 2, 1].index(2, 2), [1, 2, 3, 2, 1].index(1, -1), [True, 1, 1.0].count(1))


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


attempt([].pop)
attempt([1].pop, 5)
attempt([1].pop, -2)
attempt([1].remove, 2)
attempt([1, 2].index, 3)
attempt([1, 2].index, 1, 1)
attempt([1].extend, 5)
attempt([1].insert, "a", 1)
attempt([1].pop, None)
