"""A stream class of a program's own, polled by its ioctl(), and a coroutine that waits by hand."""
import asyncio
import io

POLL = 3


class Source(io.IOBase):
    def __init__(self, *chunks):
        self.chunks = list(chunks)
        self.asked = 0

    def ioctl(self, request, argument):
        if request != POLL:
            return 0
        self.asked += 1
        return argument & 1 if self.asked % 3 == 0 else 0

    def read(self, n):
        return self.chunks.pop(0) if self.chunks else b""

    def readline(self):
        return self.read(-1)


class Readable:
    def __init__(self, source):
        self.source = source

    def __iter__(self):
        yield asyncio.core._io_queue.queue_read(self.source)
        return self.source.read(10)

    __await__ = __iter__


async def other():
    for n in range(2):
        print("other", n)
        await asyncio.sleep(0)


async def main():
    asyncio.create_task(other())
    reader = asyncio.StreamReader(Source(b"one", b"two", b"three\n"))
    print(await reader.read(10))
    print(await reader.readline())
    print(await reader.read(1))
    print(await Readable(Source(b"by hand")))
    t = asyncio.create_task(asyncio.StreamReader(Source()).read(1))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
