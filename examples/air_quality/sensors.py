"""Drivers for the station's I2C sensors, with the checksum that Sensirion's chips share."""

import struct
import time


class ChecksumError(Exception):
    pass


def crc8(data):
    """CRC-8 with polynomial 0x31 and start value 0xFF."""
    crc = 0xFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x31) & 0xFF if crc & 0x80 else crc << 1
    return crc


class Sensor:
    """A chip that takes 16-bit commands and answers 16-bit words, each followed by its checksum."""

    name = "sensor"
    address = 0

    def __init__(self, i2c):
        self.i2c = i2c

    def command(self, code):
        self.i2c.writeto(self.address, struct.pack(">H", code))

    def words(self, count):
        data = self.i2c.readfrom(self.address, 3 * count)
        out = []
        for at in range(0, len(data), 3):
            if crc8(data[at:at + 2]) != data[at + 2]:
                raise ChecksumError("%s: word %d is damaged" % (self.name, at // 3))
            out.append(struct.unpack(">H", data[at:at + 2])[0])
        return out

    def read(self):
        """A dict of quantities in SI units."""
        raise NotImplementedError


class SHT31(Sensor):
    """Temperature and relative humidity."""

    name = "sht31"
    address = 0x44

    def read(self):
        self.command(0x2C06)
        time.sleep_ms(1)
        temperature, humidity = self.words(2)
        return {"temperature": -45 + 175 * temperature / 65535, "humidity": 100 * humidity / 65535}


class SCD41(Sensor):
    """Carbon dioxide; measures by itself once it was started."""

    name = "scd41"
    address = 0x62

    def __init__(self, i2c):
        super().__init__(i2c)
        self.command(0x21B1)

    def read(self):
        self.command(0xEC05)
        time.sleep_ms(1)
        return {"co2": self.words(3)[0]}
