# Iterators over characters.
print(list("abc"), list("h\xe9\u20ac\U0001f600"), list(""), [c for c in "ab\xe9"], dict.fromkeys("aab"), set("aab") == {"a", "b"}, tuple("xy"), max("hello"), min("h\xe9llo"), sorted("hello"))
it = iter("a\xe9b")
print(next(it), next(it), list(it), list(it), next(it, "end"), iter(it) is it, type(it).__name__)
it = iter("abc")
next(it)
print(it.__length_hint__(), "".join(reversed("a\xe9b")), list(enumerate("ab", 5)), list(zip("abc", "\xe9\xea")), all("abc"), [*"ab"], *"cd")
a, b, *c = "w\xf6rld"
print(a, b, c)
for c in "h\xe9":
    print(c, ord(c), chr(ord(c)) == c, hash(c) == hash(chr(ord(c))))
