import asyncio


async def main():
    for wrong in (3, None, print, [1], main):
        try:
            asyncio.create_task(wrong)
        except TypeError as e:
            print(str(e)[:30])
    for wrong in (3, "text"):
        try:
            asyncio.ensure_future(wrong)
        except TypeError as e:
            print(e)
    try:
        await asyncio.gather(1)
    except TypeError as e:
        print(e)


asyncio.run(main())
