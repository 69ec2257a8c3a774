# slice objects and slice.indices.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, None), slice("a", 2.5))
print(s == slice(1, 10, 2), s == slice(1, 10), slice(1) != slice(2), slice(1, 2) < slice(1, 3), list(range(20))[s], "abcdefghijkl"[s], (1, 2, 3)[slice(None, None, -1)])
for args in ((None,), (3,), (-3,), (2, 8), (2, -1), (-100, 100), (100, -100), (None, None, -1), (5, None, -2), (None, 3, -1), (0, 0), (7, 2, -3), (None, None, 3), (-1, -5, -1)):
    print(args, slice(*args).indices(10), slice(*args).indices(0))
print(slice(0, 10**30, 10**20).indices(10**25), slice(None).indices(10**30), slice(-(10**30), None).indices(5))
for call in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(None, None, 0).indices(5), lambda: slice(1).indices(-1), lambda: slice("a").indices(3), lambda: slice(1).indices("x"), lambda: hash(slice(1)),
             lambda: [1][slice("a")], lambda: slice(step=1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
try:
    s.start = 5
except AttributeError as error:
    print("AttributeError")
