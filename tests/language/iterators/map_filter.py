# map and filter.
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(len, ["a", "bb"])), list(map(None.__class__, [])), list(map(pow, [2, 3], [3, 2])), list(map(max, "ab", "ba", "cc")))
print(list(filter(None, [0, 1, "", "a", [], [0]])), list(filter(lambda x: x % 2, range(6))), list(filter(str.isdigit, "a1b2")), list(filter(bool, [1, 0])))
m = map(str, range(3))
print(next(m), iter(m) is m, list(m), list(m), type(m).__name__, type(filter(None, [])).__name__)
f = filter(None, [0, 5])
print(next(f), next(f, "end"))


def loud(x):
    print("called", x)
    return x * 2


lazy = map(loud, [1, 2, 3])
print("nothing yet")
print(next(lazy))
print(list(lazy))
for call in (lambda: map(), lambda: map(str), lambda: map(str, 5), lambda: filter(None), lambda: filter(None, 5), lambda: list(map(5, [1])), lambda: list(map(lambda: 1, [1])), lambda: filter(None, [], [])):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)
print(sum(map(lambda x: x * x, range(1000))), max(map(abs, [-3, 2])), sorted(map(str, {3, 1})), "".join(map(chr, [72, 105])), [*map(int, "123")])

