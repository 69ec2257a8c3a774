from machine import I2C
from ads1x15 import ADS1115

adc = ADS1115(I2C(0), 0x48, 1)
print([round(adc.raw_to_v(adc.read(4, channel)), 3) for channel in range(4)])
print(round(adc.raw_to_v(adc.read(4, 0, 1)), 3))
