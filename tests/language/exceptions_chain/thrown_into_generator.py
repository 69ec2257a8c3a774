# What is thrown into a generator gets what the generator is handling as its context.
def chain(e):
    while e:
        yield repr(e)
        e = e.__context__


def handling(inner):
    try:
        raise ValueError(1)
    except ValueError:
        yield from inner()


def plain():
    yield 1




def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return list(chain(e))


for inner in (plain, lambda: iter([1, 2])):
    for error in (KeyError(2), GeneratorExit(), KeyError):
        g = handling(inner)
        print(next(g), attempt(g.throw, error), attempt(next, g, "end"))
    g = handling(inner)
    next(g)
    print(attempt(g.close), attempt(g.close))
    g = handling(inner)
    next(g)
    try:
        1 / 0
    except ZeroDivisionError:
        print(attempt(g.throw, KeyError(5)))
g = plain()
try:
    1 / 0
except ZeroDivisionError:
    print(attempt(g.throw, KeyError(5)))
g = plain()
next(g)
try:
    1 / 0
except ZeroDivisionError:
    print(attempt(g.throw, KeyError(5)))
