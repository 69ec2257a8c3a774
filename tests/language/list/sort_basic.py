# sort and sorted over every simple type.
print(sorted([3, 1, 2]), sorted([3.5, -1.0, 2.25, 0.0]), sorted("hello"), sorted(["b", "a", "ab", "B", ""]))
print(sorted([5, 2, 9], reverse=True), sorted([]), sorted([1]), sorted([2, 1]))
print(sorted([1, 2.5, True, -3, 0.5, False]))
print(sorted([10**30, 5, -(10**25), 2**70, 0]))
print(sorted([(2, "b"), (1, "z"), (2, "a"), (1,)]), sorted([[3], [1, 2], [1]]))
print(sorted({3: 1, 1: 2}), sorted({9, 7, 8}), sorted(range(5, 0, -1)), sorted(x * x % 7 for x in range(7)))
print(sorted([b"b", b"a"]), sorted(["ä", "z", "a", "é", "日本", "\U0001f600"]))
words = "the quick brown fox jumps over the lazy dog".split()
words.sort()
print(words)
words.sort(reverse=True)
print(words)
words.sort(key=len)
print(words)
words.sort(key=lambda w: (-len(w), w))
print(words)
print(sorted(words, key=str.upper, reverse=True))
print(words.sort())
print([1, 2, 3].sort(key=None, reverse=False))
for call in (lambda: sorted([1, "a"]), lambda: sorted([None, None]), lambda: sorted(5), lambda: [1, 2].sort(key=5), lambda: [1, 2].sort(lambda x: x),
             lambda: sorted([3j, 1j]), lambda: sorted([{}, {}])):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)
