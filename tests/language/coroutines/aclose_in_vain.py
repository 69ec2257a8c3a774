# An async generator that has ignored aclose() goes on with asend(), but cannot be thrown into or closed again; GeneratorExit ends a step, not its generator.
def outcome(awaitable):
    try:
        return "yields", awaitable.send(None)
    except StopIteration as e:
        return "gives", e.value
    except BaseException as e:
        return type(e).__name__, str(e)


class Pause:
    def __await__(self): yield "pause"


async def stubborn():
    for i in range(5):
        try:
            yield i
        except GeneratorExit:
            print("ignored")


async def finishing():
    try:
        yield 1
    finally:
        yield 2


for make in stubborn, finishing:
    agen = make()
    print(outcome(agen.asend(None)), outcome(agen.aclose()))
    print(outcome(agen.athrow(ValueError(1))), outcome(agen.aclose()), outcome(agen.athrow(GeneratorExit())))
    print(outcome(agen.asend(None)), outcome(agen.asend(None)), outcome(agen.aclose()), outcome(agen.athrow(KeyError())))
    while outcome(agen.asend(None))[0] == "gives": pass


# Closing a coroutine that waits for a step leaves the async generator where it stands.
async def pausing():
    try:
        await Pause()
        yield 1
    finally:
        ended.append(1)


ended = []


async def user(agen):
    try:
        async for x in agen:
            print(x)
    finally:
        print("user ends")


agen = pausing()
coroutine = user(agen)
print(outcome(coroutine))
print(coroutine.close())
print(outcome(agen.asend(None)), ended)
