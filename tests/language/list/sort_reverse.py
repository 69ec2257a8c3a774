"""What sort() takes for `reverse`: any int that has room in 32 bits."""


class Index:
    def __index__(self):
        return 1


for reverse in (True, False, 0, 5, -1, 2**31 - 1, -(2**31), 2**31, 2**63, -(2**31) - 1, Index(), None, "x", 1.0):
    xs = [1, 3, 2]
    for sort in (xs.sort, lambda **k: sorted(xs, **k)):
        try:
            print(sort(reverse=reverse), xs)
        except (OverflowError, TypeError) as e:
            print(type(e).__name__, e)
