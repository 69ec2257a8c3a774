# str keys: interned or built at run time, short and long, ASCII or not.
d = {"alpha": 1, "ä": 2, "": 3, "日本": 4}
print(d["al" + "pha"], d["".join(["al", "pha"])], d["".join([])], d[chr(228)], d["日" + "本"], "alph" in d, "alpha "[:-1] in d)
e = {}
for i in range(300):
    e["key" + str(i)] = i
print(len(e), e["key299"], e["key%d" % 7], e.get("key300"), "key" + "12" in e)
text = "the cat and the dog and the bird"
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
print(counts, counts["the"], counts["bi" + "rd"])
letters = {}
for c in text:
    letters[c] = letters.get(c, 0) + 1
print(sorted(letters.items()))
f = {}
f["x" * 1000] = 1
f["x" * 1001] = 2
print(f["x" * 1000], f["x" * 1001], "x" * 999 in f)
small = {"ab": 1}
name = "a"
name += "b"
small[name] = 2
print(small, len(small))
del small["".join(("a", "b"))]
print(small)
