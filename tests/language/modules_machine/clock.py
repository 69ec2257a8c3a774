# the calendar clock's alarm and memory, and what survives
import machine
import time
from machine import RTC

rtc = RTC()
print(rtc.memory(), rtc.memory(b"kept"), rtc.memory(), RTC().memory())
try:
    rtc.memory(bytes(10000))
except ValueError as e:
    print(e)
print(len(rtc.now()), rtc.now()[:3] == rtc.datetime()[:3])
rang = []
print(rtc.irq(trigger=RTC.ALARM0, handler=lambda r: rang.append(r is rtc)) is not None)
rtc.alarm(RTC.ALARM0, 60000)
print(0 < rtc.alarm_left() <= 60000)
rtc.alarm(RTC.ALARM0, 20)
while not rang:
    time.sleep_ms(1)
print(rang, rtc.alarm_left())
rtc.alarm(0, 10, repeat=True)
while len(rang) < 4:
    time.sleep_ms(1)
rtc.cancel()
n = len(rang)
print(n >= 4)
time.sleep_ms(25)
print(len(rang) == n)
for bad in (lambda: rtc.alarm(1, 5), lambda: rtc.alarm(0, -5), lambda: rtc.irq(handler=5), lambda: rtc.alarm(0, (2024, 13, 1))):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
memory = machine.mem_backup()
memory[0:4] = b"\x01\x02\x03\x04"
print(len(memory), bytes(machine.mem_backup()[:4]), len(machine.mem_backup(-1)), rtc.memory())
try:
    machine.mem_backup(1)
except ValueError as e:
    print(e)
print(machine.reset_cause() == machine.PWRON_RESET, machine.wake_reason())
before = machine.freq()
machine.freq(80000000)
print(before, machine.freq())
dog = machine.WDT(timeout=60000)
dog.timeout_ms(50000)
dog.feed()
try:
    machine.WDT(timeout=0)
except ValueError as e:
    print(e)
