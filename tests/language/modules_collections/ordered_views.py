# Views and iterators of an OrderedDict are a dict's, and say so.
from collections import OrderedDict

d = OrderedDict(a=1, b=2)
print(d.keys(), d.items(), type(d.values()).__name__, type(iter(d)).__name__)
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e:
    print(e)
