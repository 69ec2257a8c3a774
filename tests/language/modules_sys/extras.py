import sys

print(sys.is_finalizing(), sys.meta_path is not None, sys.warnoptions, sys.pycache_prefix, sys.float_repr_style, sys.byteorder, sys.maxunicode, callable(sys.excepthook), callable(sys.displayhook), sys.intern("a") is sys.intern("a"))
print(sys._getframe().f_code.co_name, sys._getframe(0).f_lineno, sys.getrecursionlimit() > 100, sys.stdout.buffer is not None, sys.__stdout__ is sys.stdout, type(sys.flags.optimize))
try:
    1 / 0
except ZeroDivisionError as error:
    print(sys.exc_info()[1] is error, sys.exc_info()[0], sys.exception() is error)
print(sys.exc_info(), sys.version_info[0], sys.version_info >= (3, 8), sys.implementation.version is not None, isinstance(sys.path, list), "sys" in sys.modules, "time" in sys.builtin_module_names)
