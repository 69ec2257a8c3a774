# Equal strs are equal keys, however they were made.
a = "key" + str(1)
b = "".join(["k", "e", "y", "1"])
d = {a: 1}
print(d[b], a == b, hash(a) == hash(b), d["key1"], "ke" + "y1" in d, {"é": 1}["\xe9"], {"": 0}[""], {"a": 1, "b": 2}["xa"[1]])
names = {}
for i in range(1000):
    names["n%d" % i] = i
print(sum(names["n" + str(i)] for i in range(1000)), len(names))


class O:
    pass


o = O()
setattr(o, "at" + "tr", 5)
print(o.attr, getattr(o, "".join(["a", "ttr"])), hasattr(o, "zz"), "attr" in o.__dict__)
