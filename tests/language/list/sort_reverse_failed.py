# A sort that fails leaves the items as far as it came, but never back to front.
def attempt(items, **how):
    try:
        items.sort(**how)
    except (TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e, items)


class Never:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        raise ValueError("lt")

    def __repr__(self):
        return "N%d" % self.n


def bad(key):
    raise KeyError(key)


attempt([3, 1, 2], key=bad, reverse=True)
attempt([Never(1), Never(2), Never(3)], reverse=True)
attempt([1, 2, "a", 3], reverse=True)
attempt([1, 2, "a", 3], reverse=False)
attempt([3, 1, 2, 4], key=lambda n: Never(n), reverse=True)
items = list(range(100)) + ["x"]
attempt(items, reverse=True)
print(items == list(range(100)) + ["x"], sorted([2, 3, 1], reverse=True))
