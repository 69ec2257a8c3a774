import asyncio


async def main():
    p = asyncio.PriorityQueue()
    for item in ((3, "c"), (1, "a"), (2, "b")):
        await p.put(item)
    print([await p.get() for _ in range(3)])
    l = asyncio.LifoQueue(5)
    for item in range(5):
        l.put_nowait(item)
    print(l.full(), [l.get_nowait() for _ in range(5)], l.empty())
    print(issubclass(asyncio.PriorityQueue, asyncio.Queue), issubclass(asyncio.LifoQueue, asyncio.Queue))


asyncio.run(main())
