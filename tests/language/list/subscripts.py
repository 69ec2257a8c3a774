# Reading, writing and deleting items and slices.
items = list(range(10))
print(items[0], items[-1], items[3:6], items[:2], items[8:], items[::-1], items[::3], items[-2:0:-2], items[5:2], items[100:])
items[0] = "a"
items[-1] = "z"
print(items)
items[1:3] = ["x"]
print(items)
items[1:1] = [7, 8, 9]
print(items)
items[4:] = []
print(items)
items[:] = range(6)
print(items)
items[::2] = "ABC"
print(items)
items[5:0:-2] = (10, 20, 30)
print(items)
items[1:2] = items
print(items)
del items[0]
del items[-1]
print(items)
del items[1:3]
print(items)
items = list(range(20))
del items[::3]
print(items)
del items[::-2]
print(items)
del items[10:]
del items[5:2]
print(items)
del items[:]
print(items)


def attempt(code):
    try:
        exec(code, {"items": [1, 2, 3]})
    except Exception as error:
        print(type(error).__name__, error)


attempt("items[3]")
attempt("items[-4]")
attempt("items[3] = 1")
attempt("del items[3]")
attempt("items['a']")
attempt("items[1.0]")
attempt("items[None] = 1")
attempt("items[::2] = [1]")
attempt("items[0:1] = 5")
attempt("items[::0]")
attempt("items['a':]")


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


items = list("abcdef")
print(items[Index(2)], items[Index(1):Index(4)], items[True])
