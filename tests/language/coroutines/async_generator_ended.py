# Steps of an asynchronous generator that has ended, or has not begun.
async def make():
    yield 1


def run(step):
    try:
        return step.send(None)
    except BaseException as e:
        return "%r from %r" % (e, e.__cause__)


async def catch(make_step):
    try:
        return await make_step()
    except BaseException as e:
        return repr(e)


for wrap in (lambda f: f(), catch):
    a = make()
    print(run(wrap(lambda: a.athrow(ValueError(1)))))
    print(run(wrap(lambda: a.athrow(ValueError(2)))))
    print(run(wrap(lambda: a.asend(None))), run(wrap(lambda: a.__anext__())))
    print(run(wrap(lambda: a.aclose())), run(wrap(lambda: a.athrow(KeyError))))
    a = make()
    print(run(wrap(lambda: a.athrow(StopIteration(3)))))
    a = make()
    print(run(wrap(lambda: a.athrow(StopAsyncIteration(3)))))
    a = make()
    print(run(wrap(lambda: a.aclose())), run(wrap(lambda: a.asend(None))), run(wrap(lambda: a.athrow(KeyError))))
    a = make()
    print(run(wrap(lambda: a.asend(None))))
    step = a.athrow(KeyError(5))
    print(run(wrap(lambda: step)), run(wrap(lambda: step)))
