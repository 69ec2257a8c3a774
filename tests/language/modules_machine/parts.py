# PinBase, Signal over it, ADCBlock, names of pins, the 1-Wire module's check byte, LED strips
import machine
import _onewire
import neopixel
from machine import ADC, ADCBlock, Pin, Signal


class Made(machine.PinBase):
    def __init__(self, level=0):
        self.level = level

    def value(self, level=None):
        if level is None:
            return self.level
        self.level = level


pin = Made()
signal = Signal(pin, invert=True)
signal.on()
print(pin.value(), signal.value(), isinstance(Pin(1), machine.PinBase), machine.time_pulse_us(Made(1), 1, 50), machine.time_pulse_us(Made(0), 1, 50))
block = ADCBlock(1, bits=10)
adc = block.connect(2, Pin(34))
print(block, adc, adc.read() < 1024, ADC(3).block())
block.init(bits=12)
print(block.connect(Pin(35)).read_u16() <= 65535)
print(Pin("LED"), Pin.board.LED, Pin.cpu.GPIO7, hasattr(Pin.board, "NOWHERE"), Pin("P5"))
print(hex(_onewire.crc8(b"\x28\xff\x01\x02\x03\x04\x05")), _onewire.crc8(b"\x02\x1c\xb8\x01\x00\x00\x00\xa2"))
strip = neopixel.NeoPixel(Pin(15), 4)
strip.fill((1, 2, 3))
strip[-1] = (9, 8, 7)
strip[0:2] = [(10, 20, 30), (40, 50, 60)]
print(len(strip), list(strip), bytes(strip.buf[:3]), strip[1:3])
strip.write()
white = neopixel.NeoPixel(Pin(16), 2, bpp=4, timing=0)
white.fill((1, 2, 3, 4))
white.write()
print(white[1], white.timing)
for bad in (lambda: strip[4], lambda: machine.bitstream(Pin(1), 1, (1, 2, 3, 4), b""), lambda: machine.bitstream(Pin(1), 0, (1, 2), b""),
            lambda: machine.dht_readinto(Pin(1), bytearray(2)), lambda: _onewire.reset(Pin(1)), lambda: Pin(1, pull=9), lambda: Pin(1, 9)):
    try:
        bad()
    except (IndexError, ValueError, OSError) as e:
        print(type(e).__name__, e)
