import time
import dht
import ds18x20
import neopixel
import onewire
from machine import Pin

strip = neopixel.NeoPixel(Pin(15), 4)
strip.fill((1, 2, 3))
strip[0] = (9, 8, 7)
strip.write()
bus = ds18x20.DS18X20(onewire.OneWire(Pin(4)))
found = bus.scan()
bus.convert_temp()
time.sleep_ms(750)
print(strip[0], sorted(bus.read_temp(rom) for rom in found))
sensor = dht.DHT22(Pin(16))
sensor.measure()
print(round(sensor.temperature(), 1), round(sensor.humidity(), 1))
