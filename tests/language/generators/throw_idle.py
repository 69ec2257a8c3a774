# throw() into a generator that has not begun, and into one that has ended.
def make():
    yield 1


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return "%r from %r" % (e, e.__cause__)


g = make()
print(attempt(g.throw, StopIteration(3)))  # as if its first line had raised it
print(attempt(next, g))
g = make()
print(attempt(g.throw, KeyError(1)), attempt(next, g))
g = make()
list(g)
print(attempt(g.throw, StopIteration(3)))
print(attempt(g.throw, ValueError))


def outer(inner):
    yield from inner


o = outer(make())
print(attempt(o.throw, StopIteration(4)), attempt(next, o))
o = outer(make())
next(o)
print(attempt(o.throw, StopIteration(5)))
