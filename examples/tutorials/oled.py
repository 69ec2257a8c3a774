# OLED: text and a bar on an SSD1306 of 128 by 64 points, drawn into a framebuf and sent over I2C.
from machine import Pin, I2C
import framebuf
import time

WIDTH, HEIGHT, ADDRESS = 128, 64, 0x3C

SETUP = (
    0xAE,  # off
    0x20, 0x00,  # data goes along the rows, then the pages
    0x40, 0xA1, 0xC8,  # first line 0, turned by 180 degrees
    0xA8, HEIGHT - 1,
    0xD3, 0x00, 0xDA, 0x12,
    0xD5, 0x80, 0xD9, 0xF1, 0xDB, 0x30,
    0x81, 0xFF, 0xA4, 0xA6,
    0x8D, 0x14,  # charge pump
    0xAF,  # on
)


class OLED(framebuf.FrameBuffer):
    def __init__(self, i2c):
        self.i2c = i2c
        self.buffer = bytearray(WIDTH * HEIGHT // 8)
        super().__init__(self.buffer, WIDTH, HEIGHT, framebuf.MONO_VLSB)
        for command in SETUP:
            self.command(command)

    def command(self, byte):
        self.i2c.writeto(ADDRESS, bytes((0x80, byte)))

    def show(self):
        for command in (0x21, 0, WIDTH - 1, 0x22, 0, HEIGHT // 8 - 1):
            self.command(command)
        self.i2c.writevto(ADDRESS, (b"\x40", self.buffer))


oled = OLED(I2C(0, scl=Pin(22), sda=Pin(21)))
oled.fill(0)
oled.text("Hello, Krait!", 12, 4)
oled.hline(0, 16, WIDTH, 1)
oled.rect(0, 40, WIDTH, 12, 1)
oled.show()

for percent in range(0, 101, 25):
    oled.fill_rect(2, 42, (WIDTH - 4) * percent // 100, 8, 1)
    oled.fill_rect(40, 24, 48, 8, 0)
    oled.text("{} %".format(percent), 40, 24)
    oled.show()
    time.sleep_ms(200)
print("shown")
