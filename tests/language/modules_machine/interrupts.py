# handlers of pins: edges, levels, what irq() returns, holding them back
import time
from machine import Pin, disable_irq, enable_irq

out, inp = Pin(12, Pin.OUT, value=0), Pin(13, Pin.IN)
seen = []
irq = inp.irq(lambda p: seen.append((p(), p.irq().flags() == Pin.IRQ_RISING)), Pin.IRQ_RISING)
print(irq.trigger() == Pin.IRQ_RISING, inp.irq() is irq)
for level in (1, 0, 1, 0):
    out(level)
    time.sleep_ms(2)
print(seen)
print(irq.trigger(Pin.IRQ_FALLING) == Pin.IRQ_RISING)
seen.clear()
out(1)
time.sleep_ms(2)
print(seen)
out(0)
time.sleep_ms(2)
print(seen)
irq()
print(len(seen))
state = disable_irq()
inner = disable_irq()
out(1), out(0)
time.sleep_ms(3)
print(len(seen), state, inner)
enable_irq(inner)
time.sleep_ms(3)
print(len(seen))
enable_irq(state)
time.sleep_ms(3)
print(len(seen))
levels = []
inp.irq(lambda p: levels.append(p()), Pin.IRQ_HIGH_LEVEL)
time.sleep_ms(3)
print(levels)
out(1)
while len(levels) < 3:
    time.sleep_ms(1)
out(0)
print(len(levels) >= 3, set(levels) == {1})
inp.irq(None)


def remove(p):
    seen.append("once")
    p.irq(handler=None)


seen.clear()
inp.irq(remove)
for level in (1, 0, 1):
    out(level)
    time.sleep_ms(2)
print(seen)


def fail(p):
    raise ValueError("in a handler")


out(0)
other = []
inp.irq(fail, Pin.IRQ_RISING)
Pin(12).irq(lambda p: other.append(1), Pin.IRQ_RISING)
out(1)
time.sleep_ms(4)
print("goes on", other)
for bad in (lambda: inp.irq(5), lambda: irq(1), lambda: Pin(3).irq(handler=print, trigger="x")):
    try:
        bad()
    except TypeError as e:
        print(e)
