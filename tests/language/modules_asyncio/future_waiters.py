import asyncio


async def waiter(n, f):
    try:
        print(n, await f)
    except Exception as e:
        print(n, repr(e))


async def main():
    for how in ("set_result", "set_exception"):
        f = asyncio.Future()
        tasks = [asyncio.create_task(waiter(n, f)) for n in range(4)]
        await asyncio.sleep(0)
        getattr(f, how)(ValueError(how))
        print("set")
        await asyncio.gather(*tasks)


asyncio.run(main())
