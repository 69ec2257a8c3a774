from machine import I2C, SPI, Pin
import ssd1306

for display in (ssd1306.SSD1306_I2C(128, 64, I2C(0)), ssd1306.SSD1306_SPI(128, 64, SPI(1), Pin(18, Pin.OUT), Pin(19, Pin.OUT), Pin(17, Pin.OUT))):
    display.fill(0)
    display.text("Hello", 0, 0)
    display.line(0, 10, 127, 60, 1)
    display.show()
    display.contrast(50)
    display.invert(1)
    print("shown")
