import asyncio


async def main():
    try:
        async with asyncio.timeout(0.01) as outer:
            try:
                async with asyncio.timeout(10) as inner:
                    await asyncio.sleep(100)
            except TimeoutError:
                print("never")
    except TimeoutError:
        print("outer", outer.expired(), inner.expired())
    async with asyncio.timeout(10) as outer:
        try:
            async with asyncio.timeout(0.01) as inner:
                await asyncio.sleep(100)
        except TimeoutError:
            print("inner", outer.expired(), inner.expired())


async def cancelled_from_outside():
    try:
        async with asyncio.timeout(10):
            await asyncio.sleep(100)
    except TimeoutError:
        print("never")


async def main2():
    t = asyncio.create_task(cancelled_from_outside())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled, no timeout")


asyncio.run(main())
asyncio.run(main2())
