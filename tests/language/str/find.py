# find, rfind, index, rindex, count, in.
texts = ["", "a", "aaaa", "abcabcabc", "h\xe9llo h\xe9llo", "\u20ac\u20ac1\u20ac"]
needles = ["", "a", "aa", "bc", "\xe9", "llo", "\u20ac", "zz", "cab", "\U0001f600"]
for s in texts:
    for n in needles:
        print(s.find(n), s.rfind(n), s.count(n), n in s, end=" | ")
        for start in (-4, 0, 2, 5):
            for stop in (None, -1, 3, 50):
                print(s.find(n, start, stop), s.rfind(n, start, stop), s.count(n, start, stop), end=" ")
    print()
print("abc".find("", 3), "abc".find("", 4), "abc".rfind("", 4), "abc".count("", 3), "abc".count("", 4), "".find(""), "abc".find("c", None, None))
for call in (lambda: "abc".index("z"), lambda: "abc".rindex("z"), lambda: "abc".index("a", 1), lambda: 5 in "abc", lambda: "abc".find(5), lambda: "abc".count(None), lambda: "abc".find("a", "b")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
print("abcabc".index("c", 3), "abcabc".rindex("a", 0, 3))
