# Making sets, membership, adding and removing.
s = {3, 1, 2}
print(sorted(s), len(s), 2 in s, 9 in s, set(), frozenset(), bool(set()), bool({0}))
s.add(4)
s.add(4)
s.discard(1)
s.discard(100)
s.remove(2)
print(sorted(s), {1, 1.0, True} == {1}, len({1, 1.0, True, 0, False}))
print(sorted(set("hello")), sorted(set([1, 2, 2])), sorted(set(range(3))), set(()) == set(), sorted({x % 3 for x in range(10)}), {*"a", *()} == {"a"})
popped = set()
t = {1, 2, 3}
while t:
    popped.add(t.pop())
print(sorted(popped), t)
for call in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: {1}.add({}), lambda: set(5), lambda: set(1, 2), lambda: [] in {1}, lambda: {1}[0],
             lambda: hash(set()), lambda: {1} + {2}, lambda: {1}.remove([])):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
c = s.copy()
c.clear()
print(c, sorted(s), c is not s, s == set(s))
print({1, "a", None, (1, 2), 2.5, b"x"} == {None, "a", 1, b"x", 2.5, (1, 2)}, frozenset({1}) in {frozenset({1})}, {1} in {frozenset({1})})
