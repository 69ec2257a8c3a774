import asyncio
import uasyncio
import asyncio.core
from asyncio import core, stream, funcs, event, lock

print(uasyncio is asyncio, asyncio.core is core, core.cur_task)
print(asyncio.Loop is core.Loop, asyncio.StreamReader is stream.Stream, asyncio.gather is funcs.gather)
print(asyncio.Lock is lock.Lock, asyncio.ThreadSafeFlag is event.ThreadSafeFlag)


async def main():
    print(core.cur_task is asyncio.current_task(), core.cur_task.coro is not None)
    await asyncio.sleep_ms(2)
    print(await asyncio.wait_for_ms(asyncio.sleep(0, "quick"), 1000))
    try:
        await asyncio.wait_for_ms(asyncio.sleep_ms(5000), 5)
    except asyncio.TimeoutError:
        print("timeout")
    try:
        asyncio.sleep_ms(1 << 29)
    except OverflowError as e:
        print("OverflowError")


asyncio.run(main())
try:
    asyncio.nothing
except AttributeError as e:
    print(e)
