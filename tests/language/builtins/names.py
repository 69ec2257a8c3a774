# Built-in names can be shadowed and come back; all exceptions are there.
import builtins

print(builtins.len is len, builtins.print is print, builtins.ValueError is ValueError, hasattr(builtins, "open"), builtins.True_ if hasattr(builtins, "True_") else "no")
list_before = list


def list(x):
    return "shadowed"


print(list((1, 2)))
del list
print(list((1, 2)), list is list_before)
builtins.extra = "added to builtins"
print(extra)
del builtins.extra
try:
    extra
except NameError as error:
    print(error)
for name in ("ArithmeticError AssertionError AttributeError BaseException BufferError ConnectionError EOFError Exception FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError IndentationError IndexError "
             "IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopAsyncIteration "
             "StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError Warning ZeroDivisionError").split():
    cls = eval(name)
    print(cls.__name__, cls.__mro__[1].__name__, end="; ")
print()
try:
    undefined
except NameError as error:
    print(error)


def shadow():
    len = 5
    return len


print(shadow(), len([1]))
