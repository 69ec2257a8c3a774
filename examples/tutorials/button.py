# Button: counts presses with an interrupt. Contacts bounce: only the first edge after 50 ms of silence is a change, the others are its echo.
from machine import Pin
import time
import micropython

micropython.alloc_emergency_exception_buf(100)

button = Pin(0, Pin.IN, Pin.PULL_UP)
led = Pin(2, Pin.OUT)
presses = 0
down = False
last = time.ticks_ms()


def changed(pin):
    global presses, down, last
    now = time.ticks_ms()
    if time.ticks_diff(now, last) > 50:
        down = not down
        if down:
            presses += 1
            led.value(not led.value())
    last = now


button.irq(handler=changed, trigger=Pin.IRQ_FALLING | Pin.IRQ_RISING)

shown = 0
start = time.ticks_ms()
while time.ticks_diff(time.ticks_ms(), start) < 5000:
    if presses != shown:
        shown = presses
        print("pressed", shown)
    time.sleep_ms(10)
print("total", presses)
