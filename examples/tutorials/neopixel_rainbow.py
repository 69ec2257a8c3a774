# NeoPixel: a colour wheel runs around a ring of eight pixels, then a dot wanders, then all is dark.
from machine import Pin
from neopixel import NeoPixel
import time

PIXELS = 8
ring = NeoPixel(Pin(15, Pin.OUT), PIXELS)


def wheel(position):
    """A colour of the wheel, 0 to 255: from red over green and blue back to red."""
    position &= 255
    if position < 85:
        return (255 - position * 3, position * 3, 0)
    if position < 170:
        position -= 85
        return (0, 255 - position * 3, position * 3)
    position -= 170
    return (position * 3, 0, 255 - position * 3)


for step in range(0, 256, 32):
    for i in range(PIXELS):
        ring[i] = wheel(step + i * 256 // PIXELS)
    ring.write()
    time.sleep_ms(50)

for i in range(PIXELS):
    ring.fill((0, 0, 0))
    ring[i] = (64, 64, 64)
    ring.write()
    time.sleep_ms(50)

ring.fill((0, 0, 0))
ring.write()
print("done", len(ring))
