# A coroutine that has ended cannot be used again, whichever way.
async def make():
    return 1


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return repr(e)


async def wait(for_what):
    return await for_what


c = make()
print(attempt(c.throw, StopIteration(2)))
print(attempt(c.send, None), attempt(c.throw, KeyError(1)), attempt(c.throw, GeneratorExit()))
print(c.close())
c = make()
print(attempt(c.send, None))
print(attempt(c.send, None))
print(attempt(c.throw, KeyError(1)))
print(attempt(wait(c).send, None))
w = wait(make())
print(attempt(w.throw, ValueError(1)), attempt(w.send, None))
c = make()
c.close()
print(attempt(c.send, None))
