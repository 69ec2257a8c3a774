import asyncio


async def worker(name, q, out):
    while True:
        n = await q.get()
        await asyncio.sleep(0)
        out.append(n * n)
        q.task_done()


async def main():
    q = asyncio.Queue()
    out = []
    workers = [asyncio.create_task(worker(n, q, out)) for n in range(3)]
    for n in range(10):
        q.put_nowait(n)
    await q.join()
    print(sorted(out))
    for w in workers:
        w.cancel()
    print([type(r).__name__ for r in await asyncio.gather(*workers, return_exceptions=True)])


asyncio.run(main())
