import types


def f():
    yield


async def c():
    pass


coroutine = c()
for name, value in (("FunctionType", f), ("LambdaType", lambda: 0), ("GeneratorType", f()), ("CoroutineType", coroutine), ("CodeType", f.__code__), ("BuiltinFunctionType", len), ("MethodType", [].append if False else types.SimpleNamespace().__init__ if False else type("C", (), {"m": lambda self: 0})().m),
                    ("ModuleType", types), ("NoneType", None), ("EllipsisType", ...), ("NotImplementedType", NotImplemented), ("GenericAlias", list[int]), ("UnionType", int | str), ("MethodDescriptorType", str.join)):
    print(name, isinstance(value, getattr(types, name)))
coroutine.close()
n = types.SimpleNamespace(a=1, b="x")
n.c = [2]
print(n, n == types.SimpleNamespace(a=1, b="x", c=[2]), n != types.SimpleNamespace(), vars(n), types.SimpleNamespace())
d = {"k": 1}
m = types.MappingProxyType(d)
d["z"] = 2
print(m["z"], len(m), sorted(m), "k" in m, m.get("q", 5), dict(m), m == d, list(m.items()))
try:
    m["k"] = 3
except TypeError as error:
    print(error)
C = types.new_class("C", (dict,), {}, lambda ns: ns.update(x=1))
print(C.__name__, C.x, C.__mro__[1], types.resolve_bases((int, list)), types.prepare_class("D", (int,))[0])
module = types.ModuleType("made", "its doc")
module.x = 3
print(module.__name__, module.__doc__, module.x)
