import lib_cycle.a
from lib_cycle import b
print(b.later())
try:
    import lib_cycle.c
except ImportError as e:
    print(type(e).__name__, "partially initialized module" in str(e), "circular import" in str(e))
import sys
print("lib_cycle.c" in sys.modules, "lib_cycle.d" in sys.modules)
