import asyncio


async def f():
    t = asyncio.current_task()
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print(t.cancelling(), t.uncancel(), t.uncancel(), t.uncancel())
    return "over"


async def main():
    t = asyncio.create_task(f())
    await asyncio.sleep(0)
    print(t.cancelling())
    t.cancel()
    t.cancel()
    print(t.cancelling())
    print(await t)


asyncio.run(main())
