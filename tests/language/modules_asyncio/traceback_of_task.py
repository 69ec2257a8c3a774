import asyncio
import traceback


async def inner():
    await asyncio.sleep(0)
    raise ValueError("deep")


async def outer():
    await inner()


async def main():
    t = asyncio.create_task(outer())
    try:
        await t
    except ValueError as e:
        names = []
        tb = e.__traceback__
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(names)


asyncio.run(main())
