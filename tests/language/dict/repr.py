# repr: order, nesting, recursion.
print({}, {"a": 1}, {1: {2: {3: {}}}}, {"k": [1, {"x": (2,)}]}, str({"a": "it's"}), f"{ {'a': 1} }")
d = {}
d["me"] = d
d["list"] = [d]
print(d)
e = {"d": d}
print(e)


class K:
    def __repr__(self):
        return "<K>"


print({K(): K()}, "%s" % {"a": 1}, "{}".format({"a": 1}))
d = {}
for i in range(12):
    d = {i: d}
print(d)
