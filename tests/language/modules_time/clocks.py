import time

a = time.time()
m = time.monotonic()
p = time.perf_counter_ns()
n = time.time_ns()
print(abs(n / 1e9 - a) < 1, a > 1.6e9, type(a), type(n), time.monotonic() >= m, time.perf_counter_ns() >= p)
time.sleep(0.01)
print(time.monotonic() - m >= 0.01, time.monotonic_ns() // 10**9 - int(time.monotonic()) in (0, -1, 1), time.sleep(0))
for bad in (-1,):
    try:
        time.sleep(bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(len(time.ctime()) == 24, len(time.asctime()) == 24, time.process_time() >= 0)
