# Temperature logger: reads an LM75 on I2C every second and appends to a CSV file; a DS3231 says what time it is.
from machine import Pin, I2C
import time

LM75 = 0x48
DS3231 = 0x68

i2c = I2C(0, scl=Pin(22), sda=Pin(21), freq=100000)


def temperature():
    high, low = i2c.readfrom_mem(LM75, 0, 2)
    raw = (high << 8 | low) >> 4
    if raw & 0x800:
        raw -= 0x1000
    return raw / 16


def bcd(value):
    return (value >> 4) * 10 + (value & 0x0F)


def clock():
    second, minute, hour = (bcd(b) for b in i2c.readfrom_mem(DS3231, 0, 3))
    return "{:02d}:{:02d}:{:02d}".format(hour, minute, second)


def main(path="temperature.csv", samples=10):
    found = i2c.scan()
    if LM75 not in found:
        raise OSError("no sensor at 0x{:02x}; found {}".format(LM75, [hex(a) for a in found]))
    with open(path, "w") as file:
        file.write("time,celsius\n")
        for _ in range(samples):
            line = "{},{:.2f}".format(clock(), temperature())
            file.write(line + "\n")
            print(line)
            time.sleep(1)


if __name__ == "__main__":
    main()
