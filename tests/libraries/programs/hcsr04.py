from hcsr04 import HCSR04

sensor = HCSR04(25, 26)
print(400 < sensor.distance_mm() < 440, round(sensor.distance_cm()))
