import asyncio


async def inner():
    print("inner")


async def main():
    coro = inner()
    try:
        asyncio.run(coro)
    except RuntimeError as e:
        print(e)
    await coro
    loop = asyncio.get_running_loop()
    other = asyncio.new_event_loop()
    for l in loop, other:
        try:
            l.run_forever()
        except RuntimeError as e:
            print(e)
    other.close()


asyncio.run(main())
