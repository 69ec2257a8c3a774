# DS18B20: finds the thermometers on a 1-Wire bus and reads them three times.
import machine
import onewire
import ds18x20
import time

sensors = ds18x20.DS18X20(onewire.OneWire(machine.Pin(4)))
roms = sensors.scan()
print("found", len(roms))

for _ in range(3):
    sensors.convert_temp()
    time.sleep_ms(750)
    for rom in roms:
        print("".join("%02x" % b for b in rom), sensors.read_temp(rom))
    time.sleep(2)
