# Sets beside dict views and other iterables.
d = {"a": 1, "b": 2, "c": 3}
s = {"b", "c", "z"}
print(sorted(s & d.keys()), sorted(d.keys() & s), sorted(s - d.keys()), sorted(s | d.keys()), sorted(s ^ d.keys()), s >= d.keys() - {"a"}, {"a"} < d.keys(), s.isdisjoint(d.keys()), s.intersection(d) == {"b", "c"})
print(sorted(d.items() - {("a", 1)}), ("a", 1) in d.items(), {("a", 1)} <= d.items(), sorted(s.union(d, [1] and ["q"])))
s &= d.keys()
print(sorted(s))
s -= {"b"}
s |= d.keys()
print(sorted(s), s == d.keys(), d.keys() == s, d.keys() != s)
print(frozenset("ab") | {"c"} == {"a", "b", "c"}, type(frozenset("a") | {"b"}).__name__, type({"b"} | frozenset("a")).__name__, {"x": 1}.keys() | {"y": 2}.keys() == {"x", "y"})
