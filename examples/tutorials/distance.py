# HC-SR04: the time between a shout and its echo tells the distance.
from machine import Pin, time_pulse_us
import time

trigger = Pin(25, Pin.OUT, value=0)
echo = Pin(26, Pin.IN)


def centimetres():
    trigger.on()
    time.sleep_us(10)
    trigger.off()
    duration = time_pulse_us(echo, 1, 30000)
    if duration < 0:
        return None
    return duration / 58


for _ in range(4):
    distance = centimetres()
    print("nothing near" if distance is None else "{:.0f} cm".format(distance))
    time.sleep(1)
