import sys
from machine import I2C, Pin
from drivers.ssd1306.ssd1306 import SSD1306_I2C

setup = type(sys)("color_setup")  # the library's users write this module
setup.SSD = SSD1306_I2C
setup.ssd = SSD1306_I2C(128, 64, I2C(0, scl=Pin(22), sda=Pin(21)))
sys.modules["color_setup"] = setup
import gui.demos.mono_test
