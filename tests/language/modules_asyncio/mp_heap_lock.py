"""Tasks are scheduled, sleep and write while nothing can be allocated."""
import asyncio
import micropython


class Sink:
    def __init__(self, blocked):
        self.blocked = blocked

    def write(self, data):
        print("write", data)
        return None if self.blocked else len(data)


async def task(name, times, ms):
    while times:
        times -= 1
        print(name, times)
        await asyncio.sleep_ms(ms)


async def main():
    asyncio.create_task(task("a", 3, 10))
    asyncio.create_task(task("b", 1, 10))
    writers = asyncio.StreamWriter(Sink(False), None), asyncio.StreamWriter(Sink(True), None)
    micropython.heap_lock()
    print("locked")
    await asyncio.sleep_ms(200)
    writers[0].write(b"taken")
    writers[1].write(b"kept")
    micropython.heap_unlock()
    print(writers[0].out_buf, writers[1].out_buf)


asyncio.run(main())
