# dict comprehensions: order of evaluation, duplicates, scope.
print({x: x * x for x in range(5)}, {k: v for k, v in zip("abc", range(3)) if v != 1}, {x % 3: x for x in range(10)})
print({(a, b): a * b for a in range(2) for b in range(2)}, {v: k for k, v in {"a": 1, "b": 2}.items()})
log = []


def note(x):
    log.append(x)
    return x


print({note(i): note(i + 10) for i in range(2)}, log)
x = "outer"
print({x: 1 for x in "ab"}, x, {i: [j for j in range(i)] for i in range(3)}, {**{k: 0 for k in "ab"}, "c": 1})
try:
    {[]: 1 for _ in range(1)}
except TypeError as error:
    print(error)
nested = {i: {j: i * j for j in range(3)} for i in range(2)}
print(nested[1][2], {len(w) for w in ("a", "bb", "cc")} == {1, 2}, dict((k, k * 2) for k in "xy"))
