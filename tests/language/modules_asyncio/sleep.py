import asyncio


async def f(name, delay):
    await asyncio.sleep(delay)
    print(name)


async def main():
    await asyncio.gather(f("slow", 0.12), f("quick", 0.01), f("middle", 0.06))
    print(await asyncio.sleep(0, "result"), await asyncio.sleep(0.001, result=[1]))
    print(await asyncio.sleep(-1))
    coro = asyncio.sleep(0, "kept")
    print(await coro)
    try:
        await coro
    except RuntimeError as e:
        print(e)
    print(await asyncio.create_task(asyncio.sleep(0.001, "as a task")))
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.sleep(0.05)
    print(0.045 < loop.time() - before < 5)


asyncio.run(main())
