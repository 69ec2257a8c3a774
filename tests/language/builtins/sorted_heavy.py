# A program that lives from sorted, dict, set and zip: word statistics.
text = """It was the best of times it was the worst of times it was the age of wisdom
it was the age of foolishness it was the epoch of belief it was the epoch of incredulity"""
words = text.lower().split()
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
for word, count in ranked[:5]:
    print("%-12s %3d %s" % (word, count, "#" * count))
by_length = {}
for word in sorted(set(words)):
    by_length.setdefault(len(word), []).append(word)
for length in sorted(by_length):
    print(length, by_length[length])
pairs = {}
for a, b in zip(words, words[1:]):
    pairs.setdefault(a, set()).add(b)
print({k: sorted(v) for k, v in sorted(pairs.items()) if len(v) > 1})
index = {c: [i for i, w in enumerate(words) if w.startswith(c)] for c in "bw"}
print(index, any(len(w) > 10 for w in words), all(w.isalpha() for w in words), max(words, key=len), min(counts, key=counts.get))
