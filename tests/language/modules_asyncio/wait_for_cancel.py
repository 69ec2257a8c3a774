import asyncio


async def inner():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("inner cancelled")
        await asyncio.sleep(0)
        print("inner cleans up")
        raise


async def outer():
    try:
        await asyncio.wait_for(inner(), 50)
    except asyncio.CancelledError:
        print("outer cancelled")
        raise


async def ignores():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return "late result"


async def main():
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("main")
    print(await asyncio.wait_for(ignores(), 0.01))


asyncio.run(main())
