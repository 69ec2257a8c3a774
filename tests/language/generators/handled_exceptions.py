# What is being handled inside and outside a generator stays apart.
import sys
def kind():
    e = sys.exc_info()[0]
    return e and e.__name__
def g():
    yield kind()
    try:
        raise KeyError
    except KeyError:
        yield kind()
        yield kind()
    yield kind()
it = g()
print(next(it))
try:
    raise ValueError
except ValueError:
    print(next(it), kind())
print(kind(), next(it), kind())
print(next(it), kind())
def reraise():
    try:
        yield 1
    except ValueError:
        yield 2
        raise
r = reraise()
next(r)
try:
    r.throw(ValueError("original"))
    try:
        raise OSError("other")
    except OSError:
        next(r)
except ValueError as e:
    print(e, kind())
def context():
    try:
        raise KeyError("a")
    except KeyError:
        yield
        raise TypeError("b")
c = context()
next(c)
try:
    next(c)
except TypeError as e:
    print(repr(e.__context__))
def swallow():
    for i in range(3):
        try:
            yield i
        except ValueError:
            pass
s = swallow()
print(next(s), s.throw(ValueError), next(s), kind())
