# What is thrown into a generator that delegates gets its context on the way out: what each generator handles, from the inside to the outside.
def chain(e):
    found = []
    while e is not None and len(found) < 6:
        found.append(repr(e))
        e = e.__context__
    return found


def attempt(f, *a):
    try:
        return f(*a)
    except BaseException as e:
        return chain(e)


class Pause:
    def __init__(self, v): self.v = v

    def __await__(self):
        got = yield self.v
        return got


class Endless:
    def __init__(self, v): self.v = v

    def __iter__(self): return self
    __await__ = __iter__

    def __next__(self): return self.v


class Thrower(Endless):
    def throw(self, e): raise e

    def close(self): raise OSError("closed")


def plain():
    try: raise ValueError(1)
    except ValueError:
        yield 1


def inner():
    yield 2


def delegates():
    try: raise ValueError(1)
    except ValueError:
        yield from inner()


def delegates_twice():
    try: raise IndexError(1)
    except IndexError:
        yield from delegates()


def to_iterator():
    try: raise ValueError(1)
    except ValueError:
        yield from iter([1, 2])


def to_thrower():
    try: raise ValueError(1)
    except ValueError:
        yield from Thrower(4)


async def pauses():
    try: raise ValueError(1)
    except ValueError:
        await Pause(1)


async def awaits():
    try: raise ValueError(1)
    except ValueError:
        await pauses_only()


async def pauses_only(): await Pause(5)


async def to_endless():
    try: raise ValueError(1)
    except ValueError:
        await Endless(5)


async def in_finally():
    try:
        raise ValueError(3)
    finally:
        await Pause(4)


def raises_another():
    try:
        yield 1
    except KeyError:
        raise OSError("another")


def gets_another():
    try: raise ValueError(1)
    except ValueError:
        yield from raises_another()


for f in plain, delegates, delegates_twice, to_iterator, to_thrower, pauses, awaits, to_endless, in_finally, gets_another:
    for error in KeyError, GeneratorExit, StopIteration:
        it = f()
        it.send(None)
        print(f.__name__, attempt(it.throw, error(3)), attempt(it.throw, KeyError(2)), attempt(it.close))
        it = f()
        it.send(None)
        try: raise OSError(7)
        except OSError:
            print(f.__name__, attempt(it.throw, error(3)), attempt(it.throw, KeyError(2)), attempt(it.send, None))
    it = f()
    it.send(None)
    try: raise OSError(7)
    except OSError: print(f.__name__, attempt(it.close), attempt(it.throw, KeyError(2)), attempt(it.close))
