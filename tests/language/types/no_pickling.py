# There is no pickle, so no type has the methods that it asks for; copy has its own ways.
import copy

for name in ("__reduce__", "__reduce_ex__", "__getstate__", "__getnewargs__"):
    print(name, [kind.__name__ for kind in (object, list, dict, BaseException, bytes, tuple) if hasattr(kind, name)])


class A:
    def __init__(self, x):
        self.x = x


a = A([1])
b, c = copy.copy(a), copy.deepcopy(a)
print(b.x is a.x, c.x == a.x, c.x is a.x)
print([name for name in ("__basicsize__", "__itemsize__", "__weakrefoffset__", "__dictoffset__", "__text_signature__") if hasattr(int, name)])
