# Deliberate: `await` in a plain function makes a generator, as MicroPython's libraries write their __await__; CPython raises SyntaxError
import asyncio


class Barrier:
    def __init__(self, count):
        self.count = count
        self.event = asyncio.Event()

    def __await__(self):
        self.count -= 1
        if self.count == 0:
            self.event.set()
            return "last"
        await self.event.wait()
        return "waited"


async def visit(barrier, n):
    await asyncio.sleep(n / 1000)
    return n, await barrier


async def main():
    barrier = Barrier(3)
    print(await asyncio.gather(*(visit(barrier, n) for n in range(3))))


asyncio.run(main())
try:
    compile("lambda: await x", "f", "exec")
except SyntaxError as e:
    print(e.msg)
