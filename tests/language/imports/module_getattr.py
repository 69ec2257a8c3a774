import lib_dynamic
print(lib_dynamic.alpha)
from lib_dynamic import alpha
print(alpha, hasattr(lib_dynamic, "gamma"), dir(lib_dynamic))
try:
    from lib_dynamic import gamma
except ImportError as e:
    print(str(e).split(" (")[0])
