# range as a sequence.
r = range(10)
print(r, range(1, 5), range(0, 10, 3), range(5, 0, -1), len(r), list(range(0, 10, 3)), list(range(5, 0, -2)), list(range(0)), list(range(5, 1)), range(3).start, range(3).stop, range(3).step)
print(r[0], r[-1], r[2:5], r[::2], r[::-1], r[5:2], r[-3:], range(0, 20, 3)[2], range(10)[3:][2:], range(10, 0, -3)[1:3], list(range(10)[::-3]))
print(5 in r, 10 in r, -1 in r, 6 in range(0, 10, 3), 7 in range(10, 0, -3), 3.0 in r, 3.5 in r, "a" in r, True in r)
print(r.index(7), r.count(3), r.count(30), range(0, 10, 2).index(4), bool(range(0)), bool(range(1)))
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) != range(4), hash(range(3)) == hash(range(0, 3)), hash(range(0)) == hash(range(9, 1)), range(3) == [0, 1, 2])
print({range(2): "x"}[range(0, 2)], list(reversed(range(5))), list(reversed(range(1, 10, 3))), sum(range(101)), max(range(5)), sorted(range(3, 0, -1)), [*range(2)], tuple(range(3)))
for code in ("range(0, 1, 0)", "range()", "range(1, 2, 3, 4)", "range(1.5)", "range('a')", "r[10]", "r[-11]", "r['a']", "r.index(50)", "r.index('a')", "r + r", "range(3) < range(4)", "r * 2"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
try:
    r.start = 1
except AttributeError as error:
    print("AttributeError")
try:
    r[0] = 1
except TypeError as error:
    print(error)


class I:
    def __index__(self):
        return 4


print(range(I()), range(10)[I()], list(range(True)))
