import asyncio


async def swallow():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("swallowed", asyncio.current_task().cancelling())
    await asyncio.sleep(0)
    return "result"


async def instead():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        raise ValueError("instead")


async def main():
    t = asyncio.create_task(swallow())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled())
    t = asyncio.create_task(instead())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except ValueError as e:
        print(e, t.cancelled(), type(e.__context__).__name__)


asyncio.run(main())
