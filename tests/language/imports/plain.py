import lib_plain
print(lib_plain.base, lib_plain.__name__, hasattr(lib_plain, "one"))
import lib_plain.one
print(lib_plain.one.f(), lib_plain.one.__doc__, lib_plain.one.__name__)
import lib_plain.one as renamed
print(renamed is lib_plain.one)
from lib_plain.one import f, value as v
print(f(), v)
renamed.value = 5
print(f(), v)
from lib_plain import one
print(one is renamed)
import sys
print("lib_plain.one" in sys.modules, sys.modules["lib_plain"] is lib_plain)
del sys.modules["lib_plain.one"]
import lib_plain.one
print(lib_plain.one is renamed)
