"""Regular expressions: search, groups, alternatives over log lines."""
import re

line = re.compile(r"(\d+)-(\d+)-(\d+) \[(\w+)\] ([a-z]+)=(-?\d+\.\d+)")
word = re.compile(r"(warn|error|fatal)")
text = ["2026-%02d-%02d [%s] temp=%d.%d" % (i % 12 + 1, i % 28 + 1, ("info", "warn", "error")[i % 3], i % 40, i % 10) for i in range(4000)]
total = hits = 0
for _ in range(16):
    for entry in text:
        m = line.match(entry)
        total += int(m.group(2)) + len(m.group(6))
        if word.search(entry):
            hits += 1
print(total, hits)
