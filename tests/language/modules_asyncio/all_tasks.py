import asyncio


async def f(n):
    await asyncio.sleep(n)


async def main():
    me = asyncio.current_task()
    print(asyncio.all_tasks() == {me})
    a = asyncio.create_task(f(0))
    b = asyncio.create_task(f(0))
    print(asyncio.all_tasks() == {me, a, b}, len(asyncio.all_tasks(asyncio.get_running_loop())))
    await a
    await b
    print(asyncio.all_tasks() == {me})


asyncio.run(main())
for f in (asyncio.all_tasks, asyncio.current_task, asyncio.get_running_loop):
    try:
        f()
    except RuntimeError as e:
        print(e)
