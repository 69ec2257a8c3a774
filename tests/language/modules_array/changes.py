# Iteration follows what happens to the array meanwhile.
from array import array

a = array("i", [1, 2, 3])
seen = []
for x in a:
    seen.append(x)
    if len(a) < 6:
        a.append(x * 10)
print(seen, a)
i = iter(a)
next(i)
del a[:]
print(list(i), list(i))
print(list(reversed(array("b", [1, 2, 3]))), sorted(array("b", [3, 1, 2])), sum(array("d", [0.5, 0.25])))
first, *rest = array("h", [1, 2, 3])
print(first, rest, max(array("b", [1, 5, 2])), tuple(array("B", b"ab")))
