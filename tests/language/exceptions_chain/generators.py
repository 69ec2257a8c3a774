def gen():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("caught", e)
        yield "after"
    finally:
        print("closing")


g = gen()
print(next(g), g.throw(ValueError("thrown")))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
g = gen()
next(g)
g.close()
g = gen()
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("not started", e)


def bad():
    yield 1
    raise StopIteration


try:
    list(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def ret():
    yield 1
    return 7


r = ret()
next(r)
try:
    next(r)
except StopIteration as e:
    print(e.value)


def fails():
    yield 1
    1 / 0


try:
    for x in fails():
        print(x)
except ZeroDivisionError as e:
    print(e)
