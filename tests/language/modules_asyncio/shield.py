import asyncio


async def work():
    await asyncio.sleep(0.2)
    print("work is done")
    return "result"


async def guarded(t):
    try:
        return await asyncio.shield(t)
    except asyncio.CancelledError:
        print("guard cancelled")
        raise


async def fails():
    raise ValueError("inside")


async def main():
    t = asyncio.create_task(work())
    g = asyncio.create_task(guarded(t))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print(t.done(), t.cancelled())
    print(await t)
    print(await asyncio.shield(t))
    print(await asyncio.shield(work()))
    try:
        await asyncio.shield(fails())
    except ValueError as e:
        print(e)
    t = asyncio.create_task(asyncio.sleep(100))
    s = asyncio.shield(t)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await s
    except asyncio.CancelledError:
        print("the inner one was cancelled", s.cancelled())


asyncio.run(main())
