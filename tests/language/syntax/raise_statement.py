class E(Exception):
    pass


def attempt(f):
    try:
        f()
    except BaseException as e:
        c, x = e.__cause__, e.__context__
        print(type(e).__name__, e, "|", c and type(c).__name__, "|", x and type(x).__name__, e.__suppress_context__)


def a(): raise E
def b(): raise E("text")
def c(): raise E("a") from KeyError("b")
def d(): raise E from None
def e(): raise 5
def f(): raise E from 5
def g(): raise
def h():
    try:
        raise KeyError("k")
    except KeyError as k:
        raise E("new") from k
def i():
    try:
        raise KeyError("k")
    except KeyError:
        raise E("new")
def j():
    try:
        raise KeyError("k")
    except KeyError:
        raise E("new") from None
def k():
    try:
        raise KeyError("k")
    except KeyError:
        raise
def l():
    try:
        raise KeyError("k")
    except KeyError as e:
        raise e
def m(): raise E("a", "b")
def n(): raise E from KeyError


for fn in (a, b, c, d, e, f, g, h, i, j, k, l, m, n):
    attempt(fn)
