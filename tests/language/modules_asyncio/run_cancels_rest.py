import asyncio


async def worker(name):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "finally")


async def stubborn():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        await asyncio.sleep(0)
        print("stubborn ends all the same")


async def main():
    asyncio.create_task(worker("a"))
    await asyncio.sleep(0)
    return "done"


async def main2():
    asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    raise ValueError("main failed")


print(asyncio.run(main()))
try:
    asyncio.run(main2())
except ValueError as e:
    print(e)
