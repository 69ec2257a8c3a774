import asyncio


async def f(n):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print(n, "cancelled")
        raise


async def outer():
    await asyncio.gather(f(1), f(2))


async def main():
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("outer cancelled")
    children = [asyncio.create_task(f(3)), asyncio.create_task(f(4))]
    g = asyncio.gather(*children)
    await asyncio.sleep(0)
    children[0].cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("one child was cancelled", g.cancelled(), children[1].done())
    children[1].cancel()
    g = asyncio.gather(f(5), f(6), return_exceptions=True)
    await asyncio.sleep(0)
    print(g.cancel())
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled", g.done(), g.cancel())


asyncio.run(main())
