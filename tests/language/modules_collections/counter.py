from collections import Counter

c = Counter("abracadabra")
print(c, c["a"], c["z"], c.most_common(2), c.most_common(), len(c), c.total(), "z" in c)
print(sorted(c.elements()), Counter(a=2, b=1), Counter({"x": 3}), Counter(), Counter([]))
c.update("aaz")
c.subtract({"b": 5})
print(c, +c, -c)
a, b = Counter(a=3, b=1), Counter(a=1, b=2, d=4)
print(a + b, a - b, a | b, a & b)
print(a == Counter("aaab"), a != b, a <= b, a < a + b, a >= b, a > b, a == 5)
a += b
print(a)
a -= b
print(a)
a |= b
a &= b
print(a)
del a["nothing"]
a["k"] = 5
print(a, a.copy(), dict(a), a.pop("k"))
words = "the quick the lazy the end".split()
for word, count in Counter(words).most_common():
    print(word, count)
print(max(Counter("mississippi").items(), key=lambda pair: pair[1]), sum(Counter("abc").values()))
print(Counter(["a", 1, None, (1, 2)]))
try:
    Counter.fromkeys("ab")
except NotImplementedError as e:
    print(e)
Counter(5)
