import asyncio


async def f(n, delay=0):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(n, "cancelled")
        raise
    if n < 0:
        raise ValueError(n)
    print(n, "done")
    return n


async def main():
    async with asyncio.TaskGroup() as g:
        a = g.create_task(f(1, 0.01))
        b = g.create_task(f(2), name="b")
        print("body ends")
    print(a.result(), b.result(), b.get_name())
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(f(3, 100))
            g.create_task(f(-4, 0.01))
            await asyncio.sleep(100)
    except Exception as e:
        print(type(e).__name__, e, e.exceptions)
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(f(5, 100))
            await asyncio.sleep(0)
            raise KeyError("body")
    except Exception as e:
        print(type(e).__name__, e.exceptions)
    print(asyncio.current_task().cancelling())


async def cancelled():
    async with asyncio.TaskGroup() as g:
        g.create_task(f(6, 100))


async def main2():
    t = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("group cancelled")


asyncio.run(main())
asyncio.run(main2())
