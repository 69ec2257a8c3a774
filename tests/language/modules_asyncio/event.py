import asyncio


async def waiter(n, event):
    print(n, "waits")
    print(n, await event.wait())


async def main():
    event = asyncio.Event()
    print(event.is_set())
    tasks = [asyncio.create_task(waiter(n, event)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    event.set()
    event.clear()
    print("set and cleared")
    print([type(r).__name__ for r in await asyncio.gather(*tasks, return_exceptions=True)], event.is_set())
    event.set()
    print(await event.wait(), event.is_set())
    event.set()
    print(repr(event).endswith("[set]>"))


asyncio.run(main())
