import asyncio


async def f(name, wait):
    try:
        await wait
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]
    tasks = [asyncio.create_task(f(n, w)) for n, w in enumerate(futures)]
    tasks.append(asyncio.create_task(f("sleeps", asyncio.sleep(50))))
    await asyncio.sleep(0)
    tasks[2].cancel()
    tasks[3].cancel()
    tasks[0].cancel()
    futures[1].cancel()
    await asyncio.wait(tasks)
    print([w.cancelled() for w in futures], [t.cancelled() for t in tasks])


asyncio.run(main())
