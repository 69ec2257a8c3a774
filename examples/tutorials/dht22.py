# DHT22: temperature and humidity every two seconds; a reading that fails is tried again.
from machine import Pin
from dht import DHT22
import time

sensor = DHT22(Pin(16))

for _ in range(3):
    try:
        sensor.measure()
        print("{:.1f} C  {:.1f} %".format(sensor.temperature(), sensor.humidity()))
    except OSError as error:
        print("no answer:", error)
    time.sleep(2)
