import lib_bare.leaf
print(lib_bare.leaf.value, len(list(lib_bare.__path__)), hasattr(lib_bare, "__file__") and lib_bare.__file__ is not None)
from lib_bare import leaf
print(leaf.__name__, leaf.__package__)
