"""Word count: split, strip, lower, count, sort."""

TEXT = """The quick brown fox jumps over the lazy dog; the dog, being lazy, does not mind.
A device that counts words counts sensor readings too, and the readings never end.
""" * 1200


def count(text):
    counts = {}
    for line in text.split("\n"):
        for word in line.split():
            word = word.strip(".,;").lower()
            if word:
                counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


for _ in range(15):
    top = count(TEXT)
print(top[:4])
