import asyncio

seen = []


async def f(n):
    await asyncio.sleep(0.01)
    seen.append(n)


async def main():
    await asyncio.gather(*(f(n) for n in range(20)))
    print(seen)


asyncio.run(main())
