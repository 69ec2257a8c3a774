import asyncio


class Resource:
    async def __aenter__(self):
        await asyncio.sleep(0)
        print("enter")
        return self

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0)
        print("exit", kind and kind.__name__)
        return kind is ValueError


async def use(error):
    async with Resource():
        await asyncio.sleep(0)
        if error:
            raise error
    return "after"


async def hold():
    async with Resource():
        await asyncio.sleep(100)


async def main():
    print(await use(None), await use(ValueError()))
    try:
        await use(KeyError("k"))
    except KeyError as e:
        print(repr(e))
    t = asyncio.create_task(hold())
    for _ in range(3):
        await asyncio.sleep(0)
    t.cancel()
    print((await asyncio.gather(t, return_exceptions=True))[0].__class__.__name__)


asyncio.run(main())
