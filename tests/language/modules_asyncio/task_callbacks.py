import asyncio


async def value(v):
    return v


async def main():
    t = asyncio.create_task(value(1))
    t.add_done_callback(lambda f: print("first", f is t, f.result()))

    def second(f):
        print("second", f.done())

    def never(f):
        print("never")

    t.add_done_callback(never)
    t.add_done_callback(second)
    t.add_done_callback(never)
    print(t.remove_done_callback(never), t.remove_done_callback(never))
    await t
    print("awaited")
    await asyncio.sleep(0)
    t.add_done_callback(lambda f: print("late"))
    print("added")
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
