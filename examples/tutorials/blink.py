# Blink: a timer toggles the LED five times a second while the main program is free for other things.
from machine import Pin, Timer
import time

led = Pin(2, Pin.OUT)
blinks = 0


def tick(timer):
    global blinks
    led.value(not led.value())
    blinks += 1


timer = Timer(-1)
timer.init(period=200, mode=Timer.PERIODIC, callback=tick)

while blinks < 10:
    time.sleep_ms(10)

timer.deinit()
led.off()
print("blinked", blinks // 2, "times")
