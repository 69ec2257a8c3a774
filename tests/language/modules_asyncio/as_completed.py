import asyncio


async def f(n, delay):
    await asyncio.sleep(delay)
    if n < 0:
        raise ValueError(n)
    return n


async def main():
    for c in asyncio.as_completed([f(1, 0.1), f(2, 0.01), f(-3, 0.05)]):
        try:
            print(await c)
        except ValueError as e:
            print(repr(e))
    for c in asyncio.as_completed([f(1, 0.01), f(2, 100)], timeout=0.05):
        try:
            print(await c)
        except TimeoutError as e:
            print(repr(e))


asyncio.run(main())
