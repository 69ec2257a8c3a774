"""DS18B20, DS18S20 and DS1822 thermometers on a 1-Wire bus."""
from onewire import OneWireError

CONVERT, READ_SCRATCH, WRITE_SCRATCH = 0x44, 0xBE, 0x4E


class DS18X20:
    def __init__(self, onewire):
        self.ow = onewire
        self.buf = bytearray(9)

    def scan(self):
        """The numbers of the thermometers on the bus."""
        return [rom for rom in self.ow.scan() if rom[0] in (0x10, 0x22, 0x28)]

    def _command(self, command, rom=None):
        """Reset the bus, and tell one thermometer, or all, what to do."""
        bus = self.ow
        bus.reset(True)
        if rom is None:
            bus.writebyte(bus.SKIP_ROM)
        else:
            bus.select_rom(rom)
        bus.writebyte(command)

    def convert_temp(self):
        """Let all measure; the results are there after 750 ms."""
        self._command(CONVERT)

    def read_scratch(self, rom):
        """The nine bytes of a thermometer's memory."""
        self._command(READ_SCRATCH, rom)
        self.ow.readinto(self.buf)
        if self.ow.crc8(self.buf) != 0:
            raise Exception("CRC error: the answer is damaged")
        return self.buf

    def write_scratch(self, rom, buf):
        """Set the limits of the alarm and the configuration: three bytes."""
        self._command(WRITE_SCRATCH, rom)
        self.ow.write(buf)

    def read_temp(self, rom):
        """Degrees Celsius as measured last; None when the sensor gives none."""
        try:
            data = self.read_scratch(rom)
        except OneWireError:
            return None
        raw = int.from_bytes(data[:2], "little")
        if raw >= 0x8000:
            raw -= 0x10000
        if rom[0] != 0x10:
            return raw / 16
        if data[7] == 0:
            return None
        # the old one: half degrees, and a counter of what is left of the next
        return (raw >> 1) - 0.25 + (data[7] - data[6]) / data[7]
