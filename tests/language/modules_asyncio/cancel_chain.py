import asyncio


async def inner():
    try:
        await asyncio.sleep(100)
    finally:
        print("inner ends")


async def middle(t):
    try:
        await t
    except asyncio.CancelledError:
        print("middle", t.cancelled())
        raise


async def main():
    i = asyncio.create_task(inner())
    m = asyncio.create_task(middle(i))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    m.cancel()
    try:
        await m
    except asyncio.CancelledError:
        print("main", i.cancelled(), m.cancelled())


asyncio.run(main())
