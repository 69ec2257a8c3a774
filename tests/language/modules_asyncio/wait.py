import asyncio


async def f(n, delay=0):
    await asyncio.sleep(delay)
    if n < 0:
        raise ValueError(n)
    return n


def values(tasks):
    return sorted(repr(t.exception() or t.result()) for t in tasks)


async def main():
    tasks = [asyncio.create_task(f(n)) for n in range(3)]
    done, pending = await asyncio.wait(tasks)
    print(values(done), pending)
    tasks = [asyncio.create_task(f(1, 0.01)), asyncio.create_task(f(2, 100))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(values(done), len(pending))
    done, pending = await asyncio.wait(pending, timeout=0.01)
    print(len(done), len(pending))
    pending.pop().cancel()
    tasks = [asyncio.create_task(f(-1, 0.01)), asyncio.create_task(f(2)), asyncio.create_task(f(3, 100))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(values(done), len(pending))
    pending.pop().cancel()
    for wrong in ([], tasks[0]):
        try:
            await asyncio.wait(wrong)
        except (ValueError, TypeError) as e:
            print(repr(e))
    try:
        await asyncio.wait(tasks, return_when="SOME")
    except ValueError as e:
        print(e)


asyncio.run(main())
