import asyncio


class Noisy(asyncio.Future):
    def cancel(self, msg=None):
        print("asked to cancel")
        return super().cancel(msg)

    def set_result(self, value):
        super().set_result(value * 2)


async def main():
    f = Noisy()
    f.extra = 1
    asyncio.get_running_loop().call_soon(f.set_result, 21)
    print(await asyncio.wait_for(f, 10), f.extra, isinstance(f, asyncio.Future))
    g = Noisy()

    async def wait():
        await g

    t = asyncio.create_task(wait())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", g.cancelled())


asyncio.run(main())
