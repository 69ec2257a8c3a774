from datetime import timedelta

for span in (timedelta(1.5), timedelta(days=-1, hours=3), timedelta(0), timedelta(weeks=2, minutes=3, milliseconds=4), timedelta(microseconds=-1), timedelta(seconds=1e6 + 0.1234565)):
    print(repr(span), span, span.days, span.seconds, span.microseconds, span.total_seconds(), bool(span), -span, abs(span))
a, b = timedelta(hours=25, microseconds=7), timedelta(hours=7)
print(a + b, a - b, a * 3, 2 * a, a * 1.5, a / 7, a / 2.5, a / b, a // b, a // 3, a % b, divmod(a, b), +a)
print(a > b, a >= a, a < b, a == timedelta(days=1, hours=1, microseconds=7), a != b, hash(a) == hash(timedelta(days=1, hours=1, microseconds=7)), a == 3)
print([str(timedelta(microseconds=x)) for x in (0.5, 1.5, 2.5, -0.5, -1.5)], timedelta(milliseconds=0.5), timedelta(0.1), timedelta(seconds=0.0000015))
print([str(timedelta(microseconds=n) / 2) for n in (1, 3, 5, -1)], [str(timedelta(microseconds=n) * 0.5) for n in (1, 3, 5, -1)])
print(timedelta.min, timedelta.max, timedelta.resolution, sum([a, b], timedelta()), max(a, b))
for call in (lambda: timedelta(10**9), lambda: timedelta.max + timedelta(0, 0, 1), lambda: a / 0, lambda: a // timedelta(0), lambda: a + 1, lambda: a < 1, lambda: timedelta("1"), lambda: a * "x"):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__)
