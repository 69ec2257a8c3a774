import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f.done(), f.cancelled(), asyncio.isfuture(f), asyncio.isfuture(3))
    for question in (f.result, f.exception):
        try:
            question()
        except asyncio.InvalidStateError as e:
            print(e)
    f.set_result("r")
    print(f.done(), f.result(), f.exception(), await f)
    for again in (f.set_result, f.set_exception):
        try:
            again(ValueError())
        except asyncio.InvalidStateError as e:
            print(str(e)[:9])
    print(f.cancel())
    g = asyncio.Future()
    g.set_exception(KeyError)
    try:
        await g
    except KeyError as e:
        print(repr(e), repr(g.exception()))
    h = asyncio.Future(loop=loop)
    print(h.cancel(), h.cancel(), h.cancelled(), h.get_loop() is loop)
    try:
        h.set_result(1)
    except asyncio.InvalidStateError as e:
        print(str(e)[:9])
    try:
        h.result()
    except asyncio.CancelledError:
        print("cancelled")
    try:
        asyncio.Future().set_exception(StopIteration())
    except TypeError as e:
        print(e)


asyncio.run(main())
