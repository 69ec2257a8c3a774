import asyncio


class Ticker:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def countdown(n):
    try:
        while n:
            await asyncio.sleep(0)
            yield n
            n -= 1
    finally:
        print("generator ends")


async def show(name, source):
    async for x in source:
        print(name, x)


async def main():
    await asyncio.gather(show("ticker", Ticker(3)), show("generator", countdown(3)))
    print([x async for x in countdown(4) if x % 2], {x: await asyncio.sleep(0, x) async for x in Ticker(2)})
    t = asyncio.create_task(show("endless", countdown(-1)))
    for _ in range(4):
        await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
