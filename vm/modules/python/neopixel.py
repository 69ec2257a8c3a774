"""LED strips of the WS2812 kind: a colour for each pixel, sent with write()."""
from machine import bitstream


class NeoPixel:
    """NeoPixel(pin, n, bpp=3, timing=1): n pixels of 3 (RGB) or 4 (RGBW) bytes; timing 1 is 800 kHz, 0 is 400 kHz, or the
    four times of machine.bitstream()."""

    ORDER = (1, 0, 2, 3)  # where red, green, blue and white go

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin, self.n, self.bpp = pin, n, bpp
        self.buf = bytearray(n * bpp)
        if timing in (0, 1):
            timing = (400, 850, 800, 450) if timing else (800, 1700, 1600, 900)
        self.timing = timing
        pin.init(pin.OUT)

    def __len__(self):
        return self.n

    def _start(self, i):
        if i < 0:
            i += self.n
        if not 0 <= i < self.n:
            raise IndexError("pixel index out of range")
        return i * self.bpp

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(self.n))]
        start = self._start(i)
        return tuple(self.buf[start + place] for place in self.ORDER[: self.bpp])

    def __setitem__(self, i, color):
        if isinstance(i, slice):
            for k, one in zip(range(*i.indices(self.n)), color):
                self[k] = one
            return
        start = self._start(i)
        for place, part in zip(self.ORDER[: self.bpp], color):
            self.buf[start + place] = part

    def fill(self, color):
        """Give all pixels one colour."""
        for place, part in zip(self.ORDER[: self.bpp], color):
            for at in range(place, len(self.buf), self.bpp):
                self.buf[at] = part

    def write(self):
        """Send the colours to the strip."""
        bitstream(self.pin, 0, self.timing, self.buf)
