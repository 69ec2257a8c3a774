import asyncio
from machine import Pin
from primitives import Barrier, Delay_ms, Pushbutton, RingbufQueue, WaitAll, WaitAny

log = []


async def pass_barrier(barrier, ms):
    await asyncio.sleep_ms(ms)
    await barrier
    log.append("barrier")


async def fill(queue):
    for i in range(5):
        await queue.put(i)


async def later(event, ms):
    await asyncio.sleep_ms(ms)
    event.set()


async def main():
    button = Pushbutton(Pin(0, Pin.IN, Pin.PULL_UP))
    for name in ("press", "release", "long", "double"):
        getattr(button, name + "_func")(log.append, (name,))
    Delay_ms(lambda: log.append("delay")).trigger(500)
    barrier = Barrier(3)
    tasks = [asyncio.create_task(pass_barrier(barrier, 10 * n)) for n in range(3)]
    queue = RingbufQueue([None] * 3)
    tasks.append(asyncio.create_task(fill(queue)))
    print([await queue.get() for _ in range(5)])
    first, second = asyncio.Event(), asyncio.Event()
    tasks += [asyncio.create_task(later(second, 50)), asyncio.create_task(later(first, 150))]
    print(await WaitAny((first, second)).wait() is second)
    await WaitAll((first, second)).wait()
    await asyncio.sleep(6)


asyncio.run(main())
print(" ".join(log))
