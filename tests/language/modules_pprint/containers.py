import pprint
from collections import OrderedDict, Counter, defaultdict, deque
from dataclasses import dataclass

data = {"name": "a device with a long name", "pins": list(range(30)), "nested": {"z": (1,), "a": {3, 1, 2}, "t": (1, 2)}, "empty": [{}, [], ()]}
pprint.pprint(data)
pprint.pprint(data, width=40, indent=4)
pprint.pprint(data, compact=True, width=50, sort_dicts=False)
pprint.pprint(data, depth=1)
pprint.pp({"b": 1, "a": 2})
print(pprint.pformat([list(range(12))] * 3, width=30))
pprint.pprint(OrderedDict([("key%d" % i, "v" * 20) for i in range(5)]))
pprint.pprint(Counter("the quick brown fox jumps over the lazy dog and runs away"))
pprint.pprint(defaultdict(list, {"alpha": list(range(20)), "beta": list(range(20))}), width=60)
pprint.pprint(deque(["some words"] * 8), width=40)
pprint.pprint(frozenset(range(40)), width=60)
pprint.pprint(set("abcdefghijklmnopqrstuvwxyz"), width=70)


@dataclass
class Point:
    x: int
    label: str
    more: list


pprint.pprint(Point(1, "a label that is long", list(range(20))), width=50)
pprint.pprint(123456789, underscore_numbers=True)
