import asyncio

busy = 0
most = 0


async def f(n, s):
    global busy, most
    async with s:
        busy += 1
        most = max(most, busy)
        print(n, "in", s.locked())
        await asyncio.sleep(0)
        busy -= 1


async def main():
    s = asyncio.Semaphore(2)
    print(s.locked())
    await asyncio.gather(*(f(n, s) for n in range(5)))
    print(most, s.locked())
    b = asyncio.BoundedSemaphore(1)
    await b.acquire()
    print(b.locked())
    b.release()
    try:
        b.release()
    except ValueError as e:
        print(e)
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)
    z = asyncio.Semaphore(0)
    t = asyncio.create_task(z.acquire())
    u = asyncio.create_task(z.acquire())
    await asyncio.sleep(0)
    t.cancel()
    z.release()
    print(await u, type((await asyncio.gather(t, return_exceptions=True))[0]).__name__, z.locked())


asyncio.run(main())
