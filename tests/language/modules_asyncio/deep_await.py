import asyncio


async def deep(n):
    if n == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await deep(n - 1)


async def deep_fail(n):
    if n == 0:
        await asyncio.sleep(0)
        raise ValueError("bottom")
    try:
        return await deep_fail(n - 1)
    finally:
        counts.append(n)


async def main():
    print(await deep(200))
    print(await asyncio.gather(*(deep(n) for n in (1, 50, 100))))
    try:
        await deep_fail(50)
    except ValueError as e:
        print(e, len(counts), counts[0], counts[-1])
    t = asyncio.create_task(deep(100))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled at the bottom")


counts = []
asyncio.run(main())
