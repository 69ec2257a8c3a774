from machine import I2C, Pin
from machine_i2c_lcd import I2cLcd

lcd = I2cLcd(I2C(0, scl=Pin(22), sda=Pin(21)), 0x27, 2, 16)
lcd.custom_char(0, bytearray((4, 14, 21, 4, 4, 4, 4, 4)))
lcd.putstr("Hello, Krait!\nSecond line")
lcd.move_to(3, 1)
lcd.putstr("X")
