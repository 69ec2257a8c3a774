import asyncio


async def f(n, lock):
    try:
        async with lock:
            print(n, "has it")
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        print(n, "cancelled")
        raise


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(f(n, lock)) for n in range(5)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    lock.release()
    tasks[1].cancel()
    tasks[3].cancel()
    print([type(r).__name__ for r in await asyncio.gather(*tasks, return_exceptions=True)])
    print(lock.locked())


asyncio.run(main())
