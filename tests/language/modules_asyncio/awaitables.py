import asyncio


class ByGenerator:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "generator"


class ByFuture:
    def __await__(self):
        f = asyncio.get_running_loop().create_future()
        f.get_loop().call_soon(f.set_result, "future")
        return f.__await__()


async def main():
    print(await ByGenerator(), await ByFuture())
    print(await asyncio.gather(ByGenerator(), ByFuture()))
    print(await asyncio.wait_for(ByGenerator(), 5))
    print(await asyncio.ensure_future(ByGenerator()))
    print(asyncio.iscoroutine(main), asyncio.iscoroutine(ByFuture()))
    c = asyncio.sleep(0)
    print(asyncio.iscoroutine(c))
    await c
    print(asyncio.iscoroutinefunction(main), asyncio.iscoroutinefunction(print), asyncio.iscoroutinefunction(asyncio.sleep))


asyncio.run(main())
