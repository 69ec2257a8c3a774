# Methods of built-in types taken from the type, and bound ones kept.
print(str.upper("a"), list.append([], 1), dict.get({"a": 1}, "a"), str.join("-", "ab"), int.bit_length(5), list.index([1, 2], 2), tuple.count((1, 1), 1), set.union({1}, {2}) == {1, 2}, bytes.find(b"ab", b"b"), float.is_integer(2.0))
append = (items := []).append
for i in range(3):
    append(i)
print(items)
print(list(map(str.strip, [" a ", "b "])), sorted(["b", "A"], key=str.lower), list(map(list.copy, [[1]])), list(filter(str.isalpha, "a1")))
join = ", ".join
print(join(["x", "y"]), [].append.__name__, len.__name__, list.append.__name__, int.__add__(1, 2), (5).__add__(6), "a".__len__(), [1].__contains__(1), {}.__setitem__(1, 2), (1, 2).__getitem__(0), [3, 4].__iter__().__next__())
for call in (lambda: list.append(5, 1), lambda: list.append(), lambda: str.upper(5), lambda: dict.get([], 1), lambda: set.add({}, 1), lambda: [].append(), lambda: [].append(1, 2), lambda: {}.get(), lambda: "".join(), lambda: [].sort(1), lambda: [].foo, lambda: list.foo):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
print([].__class__ is list, "".__class__.__name__, (1).__class__, [].__len__(), {1: 2}.__len__(), (1,).__hash__() == hash((1,)), [1, 2].__eq__([1, 2]), [1].__eq__(5), [1].__add__([2]), [1].__mul__(2), [1].__lt__([2]))
