import asyncio


async def sleeper(name):
    print(name, "sleeps")
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as e:
        print(name, "cancelled", e.args)
        raise
    print("never")


async def main():
    t = asyncio.create_task(sleeper("a"))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancelled(), t.done())
    try:
        await t
    except asyncio.CancelledError:
        print("seen", t.cancelled(), t.done(), t.cancel())
    for question in (t.result, t.exception):
        try:
            question()
        except asyncio.CancelledError as e:
            print(type(e).__name__)
    t = asyncio.create_task(sleeper("not begun"))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("never began")
    t = asyncio.create_task(sleeper("b"))
    await asyncio.sleep(0)
    t.cancel("message")
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args)


asyncio.run(main())
