# Fade: the LED grows brighter and darker with PWM.
from machine import Pin, PWM
import time

led = PWM(Pin(2), freq=1000)

for cycle in range(2):
    for duty in range(0, 1024, 64):
        led.duty(duty)
        time.sleep_ms(20)
    for duty in range(1023, -1, -64):
        led.duty(duty)
        time.sleep_ms(20)

led.deinit()
print("faded")
