# Whoever is cancelled with a turn in hand, or while waiting, keeps nobody else from theirs.
import asyncio


def numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed >> 8


async def story(seed):
    random, log = numbers(seed), []
    semaphore, queue = asyncio.Semaphore(2), asyncio.Queue(2)
    condition = asyncio.Condition()

    async def user(i):
        for k in range(3):
            for _ in range(next(random) % 3):
                await asyncio.sleep(0)
            async with semaphore:
                log.append((i, k, semaphore.locked()))
                await asyncio.sleep(0)
            if i % 2:
                await queue.put((i, k))
            else:
                log.append(await queue.get())
            async with condition:
                condition.notify(1 + next(random) % 2)
                if next(random) % 4 == 0:
                    await condition.wait()

    tasks = [asyncio.create_task(user(i)) for i in range(6)]
    for _ in range(30):
        await asyncio.sleep(0)
        if next(random) % 8 == 0:
            tasks[next(random) % 6].cancel()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return log, semaphore.locked(), condition.locked()


for seed in range(60):
    print(seed, asyncio.run(story(seed)))
