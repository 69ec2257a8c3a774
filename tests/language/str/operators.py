# + * % in and comparisons.
print("a" + "b", "a" * 3, 3 * "ab", "a" * 0, "a" * -5, "" * 100, "\xe9" * 3, "x" * True, "ab" * 7 == "ababababababab")
s = "a"
s += "b"
s *= 3
print(s, s is s + "", ("" + s) == s)
words = ["b", "a", "", "B", "aa", "\xe9", "z", "\U0001f600", "\uffff", "ab", "a\0", "a\0b"]
print(ascii(sorted(words)), "a" < "b", "a" < "aa", "Z" < "a", "\xe9" > "z", "\uffff" < "\U0001f600", "a" == "a", "a" != "b", "" < "\0", "abc" >= "abc", "a" == 1, "a" != None)
for bad in ("'a' + 1", "'a' + None", "1 + 'a'", "'a' * 'b'", "'a' * 1.5", "'a' - 'b'", "-'a'", "'a' < 1", "1 in 'a'", "'a' & 'b'", "'a' + b'b'", "None * 'a'", "'a' ** 2", "'a' / 2"):
    try:
        eval(bad)
    except TypeError as error:
        print(bad, "->", error)


class R:
    def __radd__(self, other):
        return "radd:" + other

    def __rmul__(self, other):
        return "rmul:" + other

    def __rmod__(self, other):
        return "rmod:" + other


print("x" + R(), "x" * R())
try:
    "a" * 10**30
except (OverflowError, MemoryError) as error:
    print(type(error).__name__)
text = ""
for i in range(20000):
    text += "xy"
print(len(text), text.count("xyx"))
