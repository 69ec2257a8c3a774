import asyncio


async def f(n, delay=0):
    await asyncio.sleep(delay)
    if n < 0:
        raise ValueError(n)
    return n


async def main():
    print(await asyncio.gather())
    print(await asyncio.gather(f(1, 0.02), f(2), f(3, 0.01)))
    try:
        await asyncio.gather(f(1), f(-2), f(-3))
    except ValueError as e:
        print(repr(e))
    print(await asyncio.gather(f(1), f(-2), f(-3, 0.01), return_exceptions=True))
    t = asyncio.create_task(f(7))
    print(await asyncio.gather(t, t, t))
    late = asyncio.create_task(f(8, 0.03))
    try:
        await asyncio.gather(late, f(-1))
    except ValueError:
        print(late.done(), await late)
    g = asyncio.gather(f(1))
    print(asyncio.isfuture(g), g.done())
    print(await g)


asyncio.run(main())
