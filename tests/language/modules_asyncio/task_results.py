import asyncio


async def value(v):
    return v


async def fail(e):
    raise e


async def main():
    t = asyncio.create_task(value(5))
    for question in (t.result, t.exception):
        try:
            question()
        except asyncio.InvalidStateError as e:
            print(e)
    print(t.done(), t.cancelled())
    print(await t, t.done(), t.result(), t.exception())
    print(await t)
    t = asyncio.create_task(fail(KeyError("k")))
    try:
        await t
    except KeyError as e:
        print(repr(e), t.done(), repr(t.exception()), t.exception() is e)
    try:
        t.result()
    except KeyError as e:
        print("again", e)
    try:
        t.set_result(1)
    except RuntimeError as e:
        print(e)
    try:
        t.set_exception(ValueError())
    except RuntimeError as e:
        print(e)


asyncio.run(main())
