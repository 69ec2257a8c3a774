import time
from machine import UART
from micropyGPS import MicropyGPS

gps, line = MicropyGPS(location_formatting="dd"), UART(2, 9600)
time.sleep(3)
for byte in line.read():
    gps.update(chr(byte))
print(gps.latitude, gps.longitude, gps.timestamp, gps.satellites_in_use, gps.parsed_sentences, gps.crc_fails)
