from machine import RTC, Timer, WDT
import time

ticks = []
t = Timer(0, period=10, mode=Timer.PERIODIC, callback=lambda t: ticks.append(time.ticks_ms()))
while len(ticks) < 3:
    pass
t.deinit()
n = len(ticks)
time.sleep_ms(30)
print(len(ticks) == n, t)
shots = []
Timer(-1).init(period=5, mode=Timer.ONE_SHOT, callback=lambda t: shots.append("shot"))
while not shots:
    time.sleep_ms(1)
time.sleep_ms(15)
print(shots)
f = Timer(1)
f.init(freq=200, callback=shots.append)
while len(shots) < 5:
    time.sleep_ms(1)
f.deinit()
print(all(x is f for x in shots[1:]))


def failing(t):
    raise ValueError("in callback")


Timer(2).init(period=1, mode=Timer.ONE_SHOT, callback=failing)
after = []
Timer(5).init(period=2, mode=Timer.ONE_SHOT, callback=after.append)
while not after:
    time.sleep_ms(1)
print("goes on")
nested = []


def slow(t):
    nested.append("begin")
    time.sleep_ms(20)
    nested.append("end")


a = Timer(3)
a.init(period=5, callback=slow)
while len(nested) < 4:
    time.sleep_ms(1)
a.deinit()
print(nested[:4])
for kw in ({"period": 0}, {"freq": 0}, {"period": 5, "mode": 7}, {"period": 5, "callback": 5}):
    try:
        Timer(0, **kw)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
rtc = RTC()
d = rtc.datetime()
print(len(d), d[0] >= 2024, 1 <= d[1] <= 12, d[3] == time.gmtime()[6])
w = WDT(timeout=5000)
w.feed()


def interrupt(t):
    raise KeyboardInterrupt


Timer(4).init(period=5, mode=Timer.ONE_SHOT, callback=interrupt)
try:
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted")
