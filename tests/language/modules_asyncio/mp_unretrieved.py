"""An exception that nobody asks for is reported in the next round."""
import asyncio


def handler(loop, context):
    print(context["message"], repr(context["exception"]), context["future"].done())


async def fails(n):
    raise ValueError(n)


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    asyncio.create_task(fails(1))
    print("made")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t = asyncio.create_task(fails(2))
    await asyncio.sleep(0)
    try:
        await t
    except ValueError as e:
        print("retrieved", e)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
