# set and frozenset: operators, methods and their errors.
s, f = {1, 2, 3}, frozenset([2, 3, 4])
print(s & f, s | f, s - f, s ^ f, f & s, type(f | s).__name__, type(s | f).__name__, s < {1, 2, 3, 4}, s <= s, s > {1}, s >= f, s == {3, 2, 1}, s == frozenset(s), s != f, s.isdisjoint({9}))
print(s.union([5], "a") == {1, 2, 3, 5, "a"}, s.intersection([1, 2], (2,)), s.difference([1], [2]), s.symmetric_difference([1, 9]) == {2, 3, 9}, s.issubset(range(9)), s.issuperset([1]), f.copy() is f, s.copy() is s, s.copy() == s)
t = set(s)
t |= {7}
t &= {1, 7, 2}
t -= {2}
t ^= {1, 8}
print(sorted(t), t.add(1), t.discard(99), t.remove(1), sorted(t), t.update([1], [2]), sorted(t), t.intersection_update([1, 2, 7]), sorted(t), t.difference_update([1]), t.symmetric_difference_update([2, 5]), sorted(t))
print(set(), frozenset(), {1}, frozenset({1}), repr({"a"}), set("aab") == {"a", "b"}, len({1, 1.0, True}), {frozenset([1]): 2}[frozenset([1])], {1, 2} in {frozenset([1, 2])}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])))
for action in (lambda: s.remove(9), lambda: set().pop(), lambda: s | [1], lambda: s < [1], lambda: {[]}, lambda: hash(s), lambda: s[0], lambda: set(1), lambda: s.add([]), lambda: f.add(1), lambda: s.union(1), lambda: s + s, lambda: [] in s, lambda: s.update(5)):
    try:
        print(action())
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Sub(set):
    pass


print(type(Sub([1]) | {2}).__name__, type({1} | Sub([2])).__name__, type(Sub([1]).copy()).__name__, repr(Sub([1])), type(frozenset(Sub([1]))).__name__, Sub([1]) == {1})
it = iter({1, 2, 3})
u = {1, 2, 3}
try:
    for x in u:
        u.add(x + 10)
except RuntimeError as error:
    print(error)
