"""Lights that blink at their own pace, and a button that is debounced: one task each, no threads.

usage: main.py [SECONDS]    0 or nothing: until the program is interrupted
"""

import asyncio
import sys

from machine import Pin

LIGHTS = {"status": (2, 500), "network": (4, 170), "pump": (5, 290)}  # name: pin, milliseconds on and off
BUTTON = 0
DEBOUNCE_MS = 20


class Light:
    def __init__(self, name, number, period):
        self.name = name
        self.pin = Pin(number, Pin.OUT, value=0)
        self.period = period
        self.changes = 0

    async def blink(self):
        try:
            while True:
                self.pin.value(not self.pin.value())
                self.changes += 1
                await asyncio.sleep_ms(self.period)
        finally:
            self.pin.off()


class Button:
    """Calls `pressed` once a press, however the contact bounces."""

    def __init__(self, number, pressed):
        self.pin = Pin(number, Pin.IN, Pin.PULL_UP)
        self.pressed = pressed
        self.edge = asyncio.ThreadSafeFlag()
        self.pin.irq(lambda pin: self.edge.set(), Pin.IRQ_FALLING)

    async def watch(self):
        while True:
            await self.edge.wait()
            await asyncio.sleep_ms(DEBOUNCE_MS)
            self.edge.clear()
            if not self.pin.value():
                self.pressed()


async def main(seconds):
    lights = [Light(name, *setting) for name, setting in LIGHTS.items()]
    stop = asyncio.Event()
    button = Button(BUTTON, stop.set)
    tasks = [asyncio.create_task(light.blink()) for light in lights]
    tasks.append(asyncio.create_task(button.watch()))
    try:
        await asyncio.wait_for(stop.wait(), seconds or None)
        print("the button was pressed")
    except asyncio.TimeoutError:
        print("time is over")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for light in lights:
        print("%s: %s, %s" % (light.name, "blinked" if light.changes > 1 else "did not blink", "on" if light.pin.value() else "off"))


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0))
