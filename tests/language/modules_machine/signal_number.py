# A signal over any object with value(): the number is the pin's, with its lowest bit turned when inverted.
from machine import PinBase, Signal


class Pin(PinBase):
    def __init__(self, level):
        self.level = level

    def value(self, level=None):
        if level is None:
            return self.level
        self.level = level


class Loud(Signal):
    pass


for level in 0, 1, 42, True, False, None:
    print(level, Signal(Pin(level))(), Signal(Pin(level), invert=True).value(), Loud(Pin(level))())
pin = Pin(0)
Signal(pin, invert=True)(0)
print(pin.level)
