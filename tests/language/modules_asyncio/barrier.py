import asyncio


async def f(n, b):
    r = await b.wait()
    print(n, r)


async def main():
    b = asyncio.Barrier(3)
    print(b.parties, b.n_waiting, b.broken)
    await asyncio.gather(*(f(n, b) for n in range(3)))
    await asyncio.gather(*(f(n, b) for n in range(3)))
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    print(b.n_waiting)
    await b.abort()
    for w in (t, b.wait()):
        try:
            await w
        except asyncio.BrokenBarrierError as e:
            print(type(e).__name__, b.broken)
    await b.reset()
    print(b.broken)


asyncio.run(main())
