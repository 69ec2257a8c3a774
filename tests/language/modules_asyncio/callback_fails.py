import asyncio


def handler(loop, context):
    print("handler", type(context["exception"]).__name__, "handle" in context or "future" in context)


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_exception_handler())
    loop.set_exception_handler(handler)
    print(loop.get_exception_handler() is handler)
    loop.call_soon(lambda: 1 / 0)
    loop.call_soon(print, "the next one")
    f = loop.create_future()
    f.add_done_callback(lambda f: [][1])
    f.add_done_callback(lambda f: print("other callback"))
    f.set_result(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "mine", "exception": KeyError(), "future": None})
    try:
        loop.set_exception_handler(5)
    except TypeError as e:
        print(e)


asyncio.run(main())
