import asyncio


async def f(delay, result=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("cancelled")
        raise
    return result


async def fails():
    raise KeyError("k")


async def main():
    print(await asyncio.wait_for(f(0, "quick"), 10))
    print(await asyncio.wait_for(f(0, "no limit"), None))
    try:
        await asyncio.wait_for(f(100), 0.01)
    except asyncio.TimeoutError as e:
        print(repr(e), type(e.__cause__).__name__)
    try:
        await asyncio.wait_for(f(100), timeout=0)
    except TimeoutError as e:
        print(repr(e))
    try:
        await asyncio.wait_for(fails(), 1)
    except KeyError as e:
        print(repr(e))
    done = asyncio.get_running_loop().create_future()
    done.set_result("there already")
    print(await asyncio.wait_for(done, 0))
    t = asyncio.create_task(f(100))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(t.cancel)
    try:
        await asyncio.wait_for(t, 10)
    except asyncio.CancelledError:
        print("the task itself was cancelled")


asyncio.run(main())
