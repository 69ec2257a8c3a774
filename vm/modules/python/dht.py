"""DHT11 and DHT22 (AM2302): humidity and temperature over one wire."""
from machine import dht_readinto


class DHTBase:
    def __init__(self, pin):
        self.pin = pin
        self.buf = bytearray(5)

    def measure(self):
        """Ask the sensor; at most once a second, the DHT22 every two."""
        dht_readinto(self.pin, self.buf)
        if sum(self.buf[:4]) & 0xFF != self.buf[4]:
            raise Exception("checksum error")


class DHT11(DHTBase):
    def humidity(self):
        return self.buf[0]

    def temperature(self):
        degrees = self.buf[2]
        return -degrees if self.buf[3] & 0x80 else degrees


class DHT22(DHTBase):
    def humidity(self):
        return int.from_bytes(self.buf[:2], "big") / 10

    def temperature(self):
        raw = int.from_bytes(self.buf[2:4], "big")
        return (raw & 0x7FFF) / (-10 if raw & 0x8000 else 10)
