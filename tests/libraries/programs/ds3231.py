import time
from machine import I2C
from ds3231 import DS3231

clock = DS3231(I2C(0), addr=0x69)
print(clock.datetime())
clock.datetime((2025, 12, 31, 23, 59, 55, 3))
time.sleep(10)
print(clock.datetime(), clock.OSF())
