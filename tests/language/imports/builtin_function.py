m = __import__("lib_plain.one")
print(m.__name__)
m = __import__("lib_plain.one", fromlist=["f"])
print(m.__name__, m.f())
m = __import__("math")
print(m.floor(2.5))
import importlib
print(importlib.import_module("lib_plain.one") is __import__("sys").modules["lib_plain.one"])
