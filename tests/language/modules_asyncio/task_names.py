import asyncio


async def f():
    return asyncio.current_task().get_name()


async def main():
    t = asyncio.create_task(f(), name="first")
    print(t.get_name(), await t)
    t = asyncio.create_task(f())
    print(t.get_name().startswith("Task-"), t.get_name() == await t)
    t.set_name(12)
    print(repr(t.get_name()))
    u = asyncio.get_running_loop().create_task(f(), name="loop's")
    print(await u)
    coro = f()
    v = asyncio.create_task(coro)
    print(v.get_coro() is coro, v.get_loop() is asyncio.get_running_loop())
    await v


asyncio.run(main())
