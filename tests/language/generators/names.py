# The names and the state of generator objects.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def outer():
    def g():
        yield 1
    return g()


g = outer()
print(g.__name__, g.__qualname__, g.gi_running, g.gi_yieldfrom, g.gi_frame is not None)
g.__name__ = "h"
g.__qualname__ = "x.h"
print(g.__name__, repr(g)[:24], attempt(lambda: setattr(g, "__name__", 5)), attempt(lambda: setattr(g, "__qualname__", None)))
print(next(g), attempt(lambda: next(g)), g.gi_frame)
def delegating():
    yield from inner
def ask():
    print(d.gi_running, d.gi_yieldfrom is inner)
    yield 2
inner = ask()
d = delegating()
print(next(d), d.gi_running, d.gi_yieldfrom is inner, inner.gi_running)
print((i for i in [1]).__name__, (lambda: (yield))().__name__)
def again(): yield next(me)
me = again()
print(attempt(lambda: next(me)))
