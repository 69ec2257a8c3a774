# sys.tracebacklimit: what is printed of an exception that ends the program are the innermost frames.
import sys


def first():
    second()


def second():
    third()


def third():
    raise KeyError(5)


sys.tracebacklimit = 2
first()
