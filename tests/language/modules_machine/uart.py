# the serial line as a stream; output and input are wired to each other
import select
import sys
import time
from machine import UART

u = UART(1, 4800, bits=8, parity=None, stop=1, tx=4, rx=5, timeout=20, timeout_char=5)
print(u)
print(u.read(1), u.readline(), u.readinto(bytearray(4)), u.any())
print(u.write(b"one\ntwo\n"), u.write("drei"), u.txdone())
u.flush()
print(u.any(), u.readline(), u.read(2), u.readline())
buffer = bytearray(10)
print(u.readinto(buffer, 2), u.readinto(buffer), buffer[:2], u.read())
poller = select.poll()
poller.register(u, select.POLLIN | select.POLLOUT)
print([event for _, event in poller.poll(0)])
u.write("x")
u.flush()
print([event for _, event in poller.poll(100)], u.read())
got = []
handler = u.irq(lambda line: got.append((line is u, bool(line.irq().flags() & UART.IRQ_RX), line.read())), UART.IRQ_RX)
u.write("abc")
u.flush()
deadline = time.ticks_add(time.ticks_ms(), 10000)
while sum(len(data or b"") for _, _, data in got) < 3 and time.ticks_diff(deadline, time.ticks_ms()) > 0:
    time.sleep_ms(1)
print(b"".join(data for _, _, data in got if data), all(same and flag for same, flag, _ in got), handler.trigger() == UART.IRQ_RX)
u.irq(None)
idle = []
u.irq(lambda line: idle.append(line.irq().flags()), UART.IRQ_TXIDLE | UART.IRQ_BREAK)
u.write("bye")
u.flush()
time.sleep_ms(5)
u.sendbreak()
time.sleep_ms(5)
print(idle == [UART.IRQ_TXIDLE, UART.IRQ_BREAK], u.read())
u.init(baudrate=9600, parity=0, stop=2)
print(u)
for bad in (lambda: UART(9), lambda: UART(-1), lambda: UART(1, baudrate=0), lambda: UART(1, bits=3), lambda: u.irq(7), lambda: u.write(5), lambda: UART()):
    try:
        bad()
    except (ValueError, TypeError, OSError) as e:
        print(type(e).__name__, e)
u.deinit()
