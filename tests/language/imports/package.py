import lib_package
print(lib_package.inner.name, lib_package.the_answer, lib_package.inner.deep.answer, lib_package.inner.parent_doc)
print(lib_package.__doc__, lib_package.__package__, lib_package.inner.deep.__package__, len(lib_package.__path__))
print(lib_package.__file__.endswith("lib_package/__init__.py"), lib_package.inner.deep.__file__.endswith("inner/deep.py"))
print(hasattr(lib_package, "late"))
from lib_package import late
print(late.late_value, lib_package.late is late)
try:
    lib_package.inner.deep.up()
except ImportError as e:
    print(type(e).__name__, e)
