# Counter.update(): an empty counter takes the counts as they are; else the new count is the left operand.
from collections import Counter

c = Counter()
c.update({"a": [1], "b": None})
print(c["a"], c["b"])
for count in [1], None, "x", 2:
    try:
        c = Counter(k=1)
        c.update({"k": count})
        print(c)
    except TypeError as e:
        print(e)
    try:
        c.subtract({"k": count})
        print(c)
    except TypeError as e:
        print(e)
