import time

t = time.ticks_ms()
time.sleep_ms(5)
d = time.ticks_diff(time.ticks_ms(), t)
print(5 <= d < 2000)
u = time.ticks_us()
time.sleep_us(300)
print(300 <= time.ticks_diff(time.ticks_us(), u) < 2000000)
period = 1 << 30
print(time.ticks_diff(5, period - 5), time.ticks_diff(period - 5, 5), time.ticks_add(period - 1, 2), time.ticks_add(0, -1) == period - 1)
print(0 <= time.ticks_ms() < period, 0 <= time.ticks_cpu() < period)
try:
    time.ticks_add(0, 1 << 29)
except OverflowError as e:
    print(e)
time.sleep_ms(-5)
import utime

print(utime is time)
