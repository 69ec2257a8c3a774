import asyncio


async def producer(q):
    for n in range(6):
        await q.put(n)
        print("put", n, q.qsize(), q.full())


async def consumer(q):
    for _ in range(6):
        item = await q.get()
        print("got", item)
        q.task_done()


async def main():
    q = asyncio.Queue(2)
    print(q.maxsize, q.empty(), q.full(), q.qsize())
    await asyncio.gather(producer(q), consumer(q))
    await q.join()
    print(q.empty())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    q.put_nowait(1)
    q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print(repr(e))
    print(q.get_nowait(), q.get_nowait())
    q.task_done()
    q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        print(e)


asyncio.run(main())
