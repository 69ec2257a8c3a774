import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "soon", 1, 2)
    h = loop.call_soon(print, "never")
    loop.call_soon_threadsafe(print, "threadsafe")
    h.cancel()
    print(h.cancelled())
    loop.call_later(0.02, print, "later")
    loop.call_later(0, print, "at once")
    gone = loop.call_later(0.001, print, "never")
    gone.cancel()
    await asyncio.sleep(0)
    print("main")
    await asyncio.sleep(0.06)


asyncio.run(main())
