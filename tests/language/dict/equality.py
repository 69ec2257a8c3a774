# Equality of dicts: deep, recursive, with mutable and hostile values.
print({"a": [1, {"b": (2, 3)}]} == {"a": [1, {"b": (2, 3)}]}, {"a": [1]} == {"a": [2]}, {1: "x"} == {1.0: "x"}, {True: 1} == {1: True})
nan = float("nan")
print({"n": nan} == {"n": nan}, {"n": nan} == {"n": float("nan")}, {1: None} != {1: 0}, {} == set())


class Eq:
    def __init__(self, result):
        self.result = result

    def __eq__(self, other):
        if self.result is None:
            raise RuntimeError("no comparing")
        return self.result

    __hash__ = None


print({1: Eq(True)} == {1: 5}, {1: Eq(False)} == {1: 5}, {1: Eq(False)} != {1: 5})
try:
    {1: Eq(None)} == {1: 2}
except RuntimeError as error:
    print(error)
a, b = {}, {}
a["x"], b["x"] = a, b
try:
    print(a == b)
except RecursionError:
    print("RecursionError")
c = {"k": []}
d = {"k": c["k"]}
c["k"].append(1)
print(c == d, c is d, c["k"] is d["k"])
