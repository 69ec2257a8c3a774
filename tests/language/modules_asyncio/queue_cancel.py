import asyncio


async def get(n, q):
    try:
        print(n, await q.get())
    except asyncio.CancelledError:
        print(n, "cancelled")
        raise


async def main():
    q = asyncio.Queue(1)
    tasks = [asyncio.create_task(get(n, q)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await q.put("x")
    tasks[1].cancel()
    await asyncio.wait([tasks[0], tasks[1]])
    await tasks[2]
    q.put_nowait("full")
    putters = [asyncio.create_task(q.put(n)) for n in range(2)]
    await asyncio.sleep(0)
    putters[0].cancel()
    print(await q.get())
    await putters[1]
    print(await q.get(), q.empty())


asyncio.run(main())
