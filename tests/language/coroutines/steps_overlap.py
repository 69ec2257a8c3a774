# An asynchronous generator takes one step at a time.
class Pause:
    def __await__(self):
        got = yield "pause"
        return got


async def make():
    try:
        for i in range(3):
            await Pause()
            yield i
    finally:
        print("end")


def run(step, value=None):
    try:
        return step.send(value)
    except BaseException as e:
        return repr(e)


a = make()
first = a.asend(None)
print(run(first))
for other in (a.asend(None), a.__anext__(), a.athrow(KeyError(1)), a.aclose()):
    print(run(other), run(other))
print(run(first), run(first))
second = a.asend(None)
print(run(second), run(second), run(second))
thrown = a.athrow(KeyError(2))
print(run(thrown), run(thrown))
print(run(a.asend(None)), run(a.aclose()), run(a.aclose()))


async def inside():
    it = a = make()
    step = a.asend(None)
    try:
        await it.__anext__()
        await step
        await step
    except RuntimeError as e:
        print(e)
    await a.aclose()
    return [i async for i in make()]


c = inside()
for i in range(8):
    print(run(c))


async def own():
    async def generator():
        try:
            await g.asend(None)
        except RuntimeError as e:
            yield str(e)

    g = generator()
    return [i async for i in g]


print(run(own()))
