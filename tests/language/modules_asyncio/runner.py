import asyncio


async def f(n):
    asyncio.create_task(g())
    await asyncio.sleep(0)
    return n, asyncio.get_running_loop()


async def g():
    try:
        await asyncio.sleep(100)
    finally:
        print("ended with the runner")


with asyncio.Runner() as runner:
    a, loop = runner.run(f(1))
    b, same = runner.run(f(2))
    print(a, b, loop is same is runner.get_loop())
    print("end of the block")
print(loop.is_closed())
try:
    runner.get_loop()
except RuntimeError as e:
    print(e)
