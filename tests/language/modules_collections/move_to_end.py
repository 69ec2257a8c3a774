from collections import OrderedDict

for make, key in ((dict, []), (lambda: {"a": 1}, []), (lambda: {"a": 1}, "b"), (dict, "b")):
    for last in (True, False):
        try:
            OrderedDict(make()).move_to_end(key, last)
        except (KeyError, TypeError) as e:
            print(type(e).__name__, e)
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), o)
try:
    OrderedDict().popitem()
except KeyError as e:
    print(e)
