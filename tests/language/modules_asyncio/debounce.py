"""A button that bounces, as programs for MicroPython handle it: each edge restarts a timer."""
import asyncio


class Debounced:
    def __init__(self, delay, action):
        self.delay, self.action, self.timer = delay, action, None

    def edge(self, value):
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(self.delay, self.action, value)


async def main():
    seen = []
    button = Debounced(0.05, seen.append)
    for value in (1, 0, 1, 0, 1):
        button.edge(value)
        await asyncio.sleep(0)
    await asyncio.sleep(0.12)
    print(seen)
    button.edge(0)
    await asyncio.sleep(0.12)
    print(seen)


asyncio.run(main())
