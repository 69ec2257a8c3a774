from machine import SPI, Pin
import st7789py
from romfonts import vga1_8x16 as font

tft = st7789py.ST7789(SPI(1, 40000000), 135, 240, reset=Pin(23, Pin.OUT), dc=Pin(16, Pin.OUT), cs=Pin(5, Pin.OUT), rotation=1)
tft.fill(st7789py.RED)
tft.fill_rect(10, 10, 20, 30, st7789py.BLUE)
tft.line(0, 0, 100, 100, st7789py.WHITE)
tft.text(font, "Hello", 0, 0, st7789py.WHITE, st7789py.BLACK)
print(tft.width, tft.height)
