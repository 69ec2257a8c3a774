import asyncio


async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(10) as t:
        print(t.when() > loop.time(), t.expired())
    print(t.expired())
    try:
        async with asyncio.timeout(0.01) as t:
            await asyncio.sleep(100)
    except TimeoutError as e:
        print(repr(e), t.expired(), type(e.__cause__).__name__)
    print(asyncio.current_task().cancelling())
    async with asyncio.timeout(None) as t:
        print(t.when())
        t.reschedule(loop.time() + 5)
        print(t.when() is not None)
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            print("runs until its first await")
            await asyncio.sleep(1)
    except TimeoutError:
        print("in the past")
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                raise KeyError("other") from None
    except KeyError as e:
        print(repr(e))
    try:
        t.reschedule(1)
    except RuntimeError as e:
        print(e)


asyncio.run(main())
