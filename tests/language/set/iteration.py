# Iterating over sets, and changing them meanwhile.
s = {1, 2, 3}
print(sum(s), max(s), sorted(x * 2 for x in s), list(s) == list(s))
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
try:
    for x in s:
        s.discard(x)
except RuntimeError as error:
    print(error)
it = iter({5})
print(next(it), next(it, "end"), it.__length_hint__())
it = iter({1, 2})
print(it.__length_hint__(), next(it) in (1, 2), it.__length_hint__())
a, = {7}
print(a, [*{8}], type(iter(s)).__name__)
t = set(range(10))
for x in list(t):
    if x % 2:
        t.remove(x)
print(sorted(t))
