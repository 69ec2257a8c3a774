import asyncio


def half(n):
    return n // 2 if n % 2 == 0 else 1 / 0


async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, half, 84))
    try:
        await loop.run_in_executor(None, half, 3)
    except ZeroDivisionError as e:
        print("caught", e)
    print(await asyncio.gather(*(loop.run_in_executor(None, half, n) for n in (2, 4, 6))))


asyncio.run(main())
