from machine import Pin, Signal
import machine
import time

led = Pin(2, Pin.OUT)
led.value(1)
print(led, led.value(), led())
led.off()
print(led.value())
led.on()
led.toggle()
print(led.value(), led.mode() == Pin.OUT, led.pull())
led(1)
print(led(), Pin("5", Pin.IN, Pin.PULL_UP).value(), Pin(6, Pin.IN, Pin.PULL_DOWN).value(), Pin("GPIO7", Pin.OUT, value=1).value())
led.init(mode=Pin.IN, pull=Pin.PULL_UP)
print(led, led.pull() == Pin.PULL_UP)
out, inp = Pin(12, Pin.OUT, value=0), Pin(13, Pin.IN)
print(inp.value())
out.value(1)
print(inp.value())

events = []
inp.irq(handler=lambda p: events.append((p is inp, p.value())), trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING)
out.value(0)
time.sleep_ms(2)
out.value(1)
time.sleep_ms(5)
print(events)
inp.irq(handler=None)
out.value(0)
time.sleep_ms(3)
print(len(events))

active_low = Signal(Pin(4, Pin.OUT), invert=True)
active_low.on()
print(active_low.value(), Pin(4).value())
active_low.off()
print(active_low(), Pin(4).value())
s = Signal(8, Pin.OUT, invert=False)
s(1)
print(s.value())
for bad in (-1, 999, "x", 1.5, None):
    try:
        Pin(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    Pin(1, Pin.OUT, whatever=1)
except TypeError as e:
    print(e)
machine.mem32[0x3FF00000] = 0x12345678
print(hex(machine.mem32[0x3FF00000]), hex(machine.mem16[0x3FF00002]), hex(machine.mem8[0x3FF00000]), machine.mem8)
for bad in (lambda: machine.mem16[1], lambda: machine.mem32[-4], lambda: machine.mem8["x"], lambda: machine.mem8.__delitem__):
    try:
        bad()
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__)


class Led(Pin):
    def blink(self, n):
        for _ in range(n):
            self.on()
            self.off()
        return "blinked"


l = Led(3, Pin.OUT)
print(l.blink(2), l, isinstance(l, Pin), machine.unique_id() == machine.unique_id(), machine.freq() > 0, machine.reset_cause() == machine.PWRON_RESET)
state = machine.disable_irq()
machine.enable_irq(state)
machine.idle()
print(machine.time_pulse_us(Pin(13), 1, 1000), machine.time_pulse_us(Pin(13), 0, 1000))
