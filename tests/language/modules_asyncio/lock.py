import asyncio


async def f(n, lock):
    print(n, "wants")
    async with lock:
        print(n, "has", lock.locked())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    print(n, "gave back")


async def main():
    lock = asyncio.Lock()
    print(lock.locked())
    await asyncio.gather(*(f(n, lock) for n in range(4)))
    print(lock.locked(), await lock.acquire(), lock.locked())
    lock.release()
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    print(repr(lock).endswith("[unlocked]>"))


asyncio.run(main())
