"""The 1-Wire bus: OneWire(pin)."""
import _onewire


class OneWireError(Exception):
    pass


class OneWire:
    SEARCH_ROM = 0xF0
    MATCH_ROM = 0x55
    SKIP_ROM = 0xCC

    def __init__(self, pin):
        self.pin = pin
        pin.init(pin.OPEN_DRAIN, pin.PULL_UP)

    def reset(self, required=False):
        """Reset the bus; True when a device is there. When required and none is: OneWireError."""
        present = _onewire.reset(self.pin)
        if required and not present:
            raise OneWireError("no device on the bus")
        return present

    def readbit(self):
        return _onewire.readbit(self.pin)

    def readbyte(self):
        return _onewire.readbyte(self.pin)

    def readinto(self, buf):
        for i in range(len(buf)):
            buf[i] = _onewire.readbyte(self.pin)

    def writebit(self, value):
        _onewire.writebit(self.pin, value)

    def writebyte(self, value):
        _onewire.writebyte(self.pin, value)

    def write(self, buf):
        for byte in buf:
            _onewire.writebyte(self.pin, byte)

    def select_rom(self, rom):
        """Speak to the device of that number only."""
        self.reset()
        self.writebyte(self.MATCH_ROM)
        self.write(rom)

    def crc8(self, data):
        return _onewire.crc8(data)

    def scan(self):
        """The numbers of all devices, each a bytearray of 8."""
        # A walk through the binary tree of numbers. At a fork, where devices answer 0 and 1, it takes the way of the last
        # number above the lowest fork that was left at 0, 1 there, and 0 below.
        found, last, fork = [], 0, 64
        while fork is not None and self.reset():
            self.writebyte(self.SEARCH_ROM)
            number, left = 0, None
            for bit in range(64):
                zero, one = not self.readbit(), not self.readbit()
                if not (zero or one):
                    return found  # they went away
                way = one
                if zero and one:
                    way = last >> bit & 1 if bit < fork else bit == fork
                    if fork == 64:
                        way = 0
                    if not way:
                        left = bit
                self.writebit(way)
                number |= way << bit
            rom = bytearray(number.to_bytes(8, "little"))
            if self.crc8(rom) == 0:
                found.append(rom)
            last, fork = number, left
        return found
