"""ThreadSafeFlag, set from a timer and from a scheduled call."""
import asyncio
import machine
import micropython


async def main():
    flag = asyncio.ThreadSafeFlag()
    timer = machine.Timer(-1)
    timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=lambda t: flag.set())
    await flag.wait()
    print("timer")
    micropython.schedule(lambda _: flag.set(), 0)
    await flag.wait()
    print("schedule")
    flag.set()
    await flag.wait()
    print("set before")
    flag.set()
    flag.clear()
    try:
        await asyncio.wait_for_ms(flag.wait(), 10)
    except asyncio.TimeoutError:
        print("cleared")


asyncio.run(main())


async def waits(flag):
    await flag.wait()
    print("woken")


async def order():
    flag = asyncio.ThreadSafeFlag()
    task = asyncio.create_task(waits(flag))
    await asyncio.sleep(0)
    flag.set()
    await asyncio.sleep(0)
    print("first")
    await task


asyncio.run(order())
