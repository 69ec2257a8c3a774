from machine import I2C
import bme280_float
import bme280_int

i2c = I2C(0)
print(bme280_float.BME280(i2c=i2c).values)
print(bme280_int.BME280(i2c=i2c).values)
