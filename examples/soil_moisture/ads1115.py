"""Driver for the ADS1115, a four-channel 16-bit ADC on I2C."""

_CONVERSION = 0
_CONFIG = 1
_START = 0x8000  # begin one conversion; reads back as 1 when it is done
_SINGLE_SHOT = 0x0100
_RANGE_4V096 = 0x0200
_RATE_128 = 0x0080
_COMPARATOR_OFF = 0x0003


class ADS1115:
    """One chip at `address` on the bus `i2c`."""

    VOLTS_PER_COUNT = 4.096 / 32768

    def __init__(self, i2c, address=0x48):
        self.i2c = i2c
        self.address = address

    def _config(self):
        high, low = self.i2c.readfrom_mem(self.address, _CONFIG, 2)
        return high << 8 | low

    def read(self, channel):
        """One conversion of a channel (0 to 3) against ground, in counts."""
        if not 0 <= channel <= 3:
            raise ValueError("channel must be 0 to 3, not %d" % channel)
        config = _START | (4 + channel) << 12 | _RANGE_4V096 | _SINGLE_SHOT | _RATE_128 | _COMPARATOR_OFF
        self.i2c.writeto_mem(self.address, _CONFIG, bytes([config >> 8, config & 0xFF]))
        while not self._config() & _START:
            pass
        high, low = self.i2c.readfrom_mem(self.address, _CONVERSION, 2)
        counts = high << 8 | low
        return counts - 65536 if counts & 0x8000 else counts

    def volts(self, channel):
        return self.read(channel) * self.VOLTS_PER_COUNT
