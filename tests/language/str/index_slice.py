# Subscripts by code point.
texts = ["", "a", "hello world", "h\xe9llo", "\u20acuro", "a\U0001f600b\xdfc", "\xe4\xf6\xfc" * 10]
for s in texts:
    print(len(s), [s[i] for i in range(len(s))] == list(s), [s[i] for i in range(-len(s), 0)] == list(s), s[::-1], s[::2], s[1:], s[:-1], s[-3:], s[2:5], s[5:2:-1], s[-1:-5:-2], s[100:], s[:100], s[::-3], s[1:10:4])
s = "a\U0001f600b\xdfc"
for start in (None, -7, -3, -1, 0, 1, 4, 9):
    print([s[start:stop:step] for stop in (None, -6, -2, 0, 3, 9) for step in (None, 1, 2, -1, -2)])
for bad in ("''[0]", "'abc'[3]", "'abc'[-4]", "'\xe9'[1]", "'abc'[::0]", "'abc'[10**30]", "'abc'[1:'x']"):
    try:
        print(eval(bad))
    except (IndexError, TypeError, ValueError) as error:
        print(bad, type(error).__name__, error)


class Index:
    def __index__(self):
        return 1


print("abc"[Index()], "abc"[Index() :], "abc"[True], "abc"[10**30 :], "abc"[: 10**30], "abc"[-(10**30) :])
try:
    "abc"[0] = "x"
except TypeError as error:
    print(error)
try:
    del "abc"[0]
except TypeError as error:
    print(error)
