# close() and throw() of coroutines that wait in each other.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Pause:
    def __await__(self):
        try:
            got = yield "pause"
            return got
        except KeyError as e:
            yield "caught"
            return "after"
        finally:
            print("left")


async def inner():
    try:
        return await Pause()
    finally:
        print("inner left")


async def outer():
    return "outer", await inner()


c = outer()
print(c.send(None), attempt(lambda: c.send(5)))
c = outer()
print(c.send(None), c.throw(KeyError("k")), attempt(lambda: c.send(None)))
c = outer()
c.send(None)
print(attempt(lambda: c.throw(ValueError("v"))))
c = outer()
c.send(None)
print(c.close(), attempt(lambda: c.send(None)))
c = outer()
print(c.close(), attempt(lambda: c.send(None)))
c = outer()
print(attempt(lambda: c.send(5)))
c.close()
print(c.__name__, c.__qualname__, c.cr_running, type(c).__name__, hasattr(c, "__await__"), hasattr(c, "__iter__"))
async def stubborn():
    try: await Pause()
    finally: await Pause()
c = stubborn()
c.send(None)
print(attempt(c.close))
