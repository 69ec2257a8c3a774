import asyncio


async def step(name, times):
    for n in range(times):
        print(name, n)
        await asyncio.sleep(0)
    print(name, "ends")


async def main():
    print("main begins")
    a = asyncio.create_task(step("a", 3))
    b = asyncio.create_task(step("b", 1))
    print("main waits")
    await asyncio.sleep(0)
    print("main again")
    await a
    await b
    print("main ends")


asyncio.run(main())
