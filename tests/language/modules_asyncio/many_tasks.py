import asyncio

done = 0


async def f(n):
    global done
    await asyncio.sleep(0.001 * (n % 7))
    for _ in range(n % 5):
        await asyncio.sleep(0)
    done += 1
    return n


async def main():
    results = await asyncio.gather(*(f(n) for n in range(500)))
    print(results == list(range(500)), done)
    tasks = [asyncio.create_task(f(100 + n)) for n in range(300)]
    await asyncio.sleep(0)
    for t in tasks[::2]:
        t.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    print(sum(isinstance(r, int) for r in ended[1::2]), len(ended), len(asyncio.all_tasks()))


asyncio.run(main())
