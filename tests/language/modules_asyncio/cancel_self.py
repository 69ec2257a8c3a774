import asyncio


async def at_end():
    asyncio.current_task().cancel()
    print("goes on to its end")
    return 1


async def at_await():
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("at the next await")
        return 2


async def main():
    t = asyncio.create_task(at_end())
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled())
    t = asyncio.create_task(at_await())
    print(await t)


asyncio.run(main())
