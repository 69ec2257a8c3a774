from machine import I2C
from mpu6886 import MPU6886, SF_G, SF_DEG_S

sensor = MPU6886(I2C(0), accel_sf=SF_G, gyro_sf=SF_DEG_S)
print([round(x, 2) for x in sensor.acceleration], [round(x, 1) for x in sensor.gyro], round(sensor.temperature, 1), hex(sensor.whoami))
