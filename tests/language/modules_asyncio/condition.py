import asyncio


async def consumer(n, c, items):
    async with c:
        await c.wait_for(lambda: items)
        print(n, "takes", items.pop(0), c.locked())


async def main():
    items = []
    c = asyncio.Condition()
    tasks = [asyncio.create_task(consumer(n, c, items)) for n in range(4)]
    await asyncio.sleep(0)
    for batch in ([1], [2, 3], [4]):
        async with c:
            items.extend(batch)
            c.notify(len(batch))
        await asyncio.sleep(0)
    async with c:
        c.notify_all()
    await asyncio.gather(*tasks)
    for method in (c.notify, c.notify_all):
        try:
            method()
        except RuntimeError as e:
            print(e)
    try:
        await c.wait()
    except RuntimeError as e:
        print(e)
    lock = asyncio.Lock()
    d = asyncio.Condition(lock)
    async with d:
        print(lock.locked())
        t = asyncio.create_task(asyncio.wait_for(asyncio.sleep(0), 1))
    await t
    async with d:
        try:
            await asyncio.wait_for(d.wait(), 0.01)
        except RuntimeError as e:
            print(e)
        except TimeoutError:
            print("nobody notified", d.locked())


asyncio.run(main())
