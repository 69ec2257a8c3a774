"""LED strips of the APA102 kind, which have a clock: a colour and a brightness for each pixel, sent with write()."""

import neopixel


class APA102(neopixel.NeoPixel):
    """APA102(clock_pin, data_pin, n, bpp=4): n pixels of red, green, blue and, from 0 to 31, brightness."""

    ORDER = (0, 1, 2, 3)

    def __init__(self, clock_pin, data_pin, n, bpp=4):
        super().__init__(data_pin, n, bpp)
        self.clock_pin, self.data_pin = clock_pin, data_pin
        clock_pin.init(clock_pin.OUT, value=0)

    def _byte(self, byte):
        clock, data = self.clock_pin, self.data_pin
        for bit in range(7, -1, -1):
            data(byte >> bit & 1)
            clock(1)
            clock(0)

    def write(self):
        """Send the colours to the strip."""
        for _ in range(4):
            self._byte(0)
        for at in range(0, len(self.buf), self.bpp):
            self._byte(0xE0 | (self.buf[at + 3] & 31 if self.bpp == 4 else 31))
            for i in (2, 1, 0):  # the strip takes blue first
                self._byte(self.buf[at + i])
        for _ in range((self.n + 15) // 16):  # clock for what is still on its way down the strip
            self._byte(0xFF)
