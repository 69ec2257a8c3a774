# 64-bit words: CPython crashes here, and a small heap ends it sooner
"""A method of a method of a method …: an exception, or a result, but no end of the C stack."""
import types


def show(*args):
    return args


function = show
for number in range(20000):
    function = types.MethodType(function, number)
try:
    print(len(function()))
except RecursionError:
    print(20000)
