# How many frames are printed, from the outermost.
import io
import sys


def lines(error):
    out = io.StringIO()
    sys.print_exception(error, out)
    return [line for line in out.getvalue().splitlines() if not line.startswith("    ")]


def inner():
    raise ValueError("v")


def outer():
    inner()


def deep(n):
    deep(n - 1) if n else inner()


for function, argument in ((outer, ()), (deep, (9,))):
    try:
        function(*argument)
    except ValueError as error:
        for limit in None, 9, 2, 1, 0, -1:
            sys.tracebacklimit = limit
            print(limit, [line.split(", ")[-1] for line in lines(error)])
del sys.tracebacklimit
print(hasattr(sys, "tracebacklimit"), len(lines(error := ValueError(1))), lines(error))
