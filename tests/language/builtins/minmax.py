# min and max.
print(min(3, 1, 2), max(3, 1, 2), min([4, 2]), max("hello"), min((5,)), max({1: 0, 9: 0}), min(range(5, 9)), max(x * x % 7 for x in range(7)))
print(max(["aa", "b"], key=len), min("aa", "b", key=len), max([], default=5), min([], default=None), max([1], default=9), max([(1, "b"), (1, "a")]), max(1, 1.0), max(1.0, 1), min(1, True))
print(max([3, 1, 2], key=lambda x: -x), min([1, 2, 3], key=None), max(2.5, 2), min(-0.0, 0.0), max(10**30, 1e10), max([1, 2], [1, 3]), min("b", "a", "c"), max(float("nan"), 1) != 1)
words = ["apple", "fig", "kiwi", "date"]
print(max(words, key=len), min(words, key=len), max(words, key=lambda w: w[-1]))
for call in (lambda: min(), lambda: max([]), lambda: min(5), lambda: max(1, "a"), lambda: max([1, "a"]), lambda: max(1, 2, default=3), lambda: max([1], kee=1), lambda: min([{}, {}]), lambda: max([1, 2], key=5), lambda: max(key=len)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


class C:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


print(min(C(3), C(1), C(2)).n, max([C(1), C(5), C(3)]).n)
