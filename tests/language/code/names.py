# Names, constants and the line table of code.
import sys
def f(x):
    "doc"
    import os
    from json import dumps
    y = x.attr + len(x)
    x.other = glob
    return x.meth(y)
print(sorted(set(f.__code__.co_names) - {'x'}), f.__code__.co_consts[0], type(f.__code__.co_lnotab), (lambda: 0).__code__.co_consts[0])
