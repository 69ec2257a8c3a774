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

import operator
for f in operator.iadd, operator.isub, operator.ior, operator.iand:
    for other in Counter(a=3, b=-1, d=2), {"a": 1, "x": None}, {"a": -5, "b": 2, "c": 9}, 5:
        c = Counter(a=2, b=1, c=0)
        try:
            result = f(c, other)
            print(result, result is c)
        except Exception as e:
            print(type(e).__name__, e)
