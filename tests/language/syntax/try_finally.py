import sys


def a():
    try:
        return "try"
    finally:
        print("finally")


def b():
    try:
        return "try"
    finally:
        return "finally"


def c():
    try:
        raise ValueError
    finally:
        return "swallowed"


def d():
    x = 1
    try:
        return x
    finally:
        x = 2


def e():
    try:
        try:
            return "inner"
        finally:
            print("one")
    finally:
        print("two")


def f():
    try:
        try:
            raise ValueError("v")
        finally:
            raise TypeError("t")
    except TypeError as e:
        return type(e.__context__).__name__


def g():
    try:
        pass
    finally:
        print("plain")
    return "after"


def h(x):
    try:
        try:
            if x == 0:
                return "return"
            if x == 1:
                raise KeyError("k")
            print("body")
        except KeyError as e:
            print("handler", e)
            if x == 1:
                return "from handler"
        else:
            print("else")
            return "from else"
        finally:
            print("finally", sys.exc_info()[0])
    finally:
        print("outer finally", sys.exc_info()[0])


def i():
    try:
        return [1, 2][5]
    except IndexError:
        return "index"
    finally:
        print("done")


def j():
    try:
        raise ValueError("x")
    finally:
        try:
            raise KeyError("y")
        except KeyError:
            print("handled", sys.exc_info()[0])
        print("still", sys.exc_info()[0])


for fn in (a, b, c, d, e, f, g):
    print(fn())
print(h(0), h(1), h(2), i())
try:
    j()
except ValueError as v:
    print("out", v, v.__context__)
print(sys.exc_info())


def k():
    yield 1
    try:
        yield 2
    finally:
        print("generator closed")


gen = k()
next(gen), next(gen)
gen.close()
try:
    print("module")
finally:
    print("module finally")
