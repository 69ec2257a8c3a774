from datetime import date, datetime, time, timedelta

n = datetime(2024, 1, 31, 23, 59, 59, 999999)
print(n, repr(n), n + timedelta(microseconds=1), n - datetime(2023, 1, 1), n - timedelta(days=31), repr(datetime(2024, 1, 1)), repr(datetime(2024, 1, 1, 0, 0, 5)))
print(n.date(), n.time(), n.timetz(), n.replace(year=2000, microsecond=0), datetime.combine(date(2024, 2, 29), time(1, 2, 3)), n.timetuple(), n.ctime(), n.weekday())
print(n.isoformat(), n.isoformat(" "), n.isoformat(timespec="minutes"), n.isoformat(timespec="milliseconds"), n.isoformat("_", "hours"), datetime(2024, 1, 1).isoformat())
print(datetime.utcfromtimestamp(0), datetime.utcfromtimestamp(1.5), datetime.utcfromtimestamp(-1), datetime.utcfromtimestamp(1e9 + 0.1234565))
print(datetime.fromtimestamp(n.timestamp()) == n, (datetime.now() - datetime.now()) < timedelta(seconds=60), datetime.fromordinal(738000), datetime(2024, 5, 6) in [datetime(2024, 5, 6)])
t = time(12, 30, 15, 123456)
print(t, repr(t), t.isoformat("milliseconds"), repr(time(1)), repr(time(1, 2, 3)), t.replace(hour=1), time(1) < time(2), time.min, time.max, bool(time(0)), hash(t) == hash(time(12, 30, 15, 123456)))
print(datetime.min, datetime.max, datetime.resolution, sorted([n, datetime.min]), n == "x", repr(datetime(2020, 1, 1, fold=1)), time(2, fold=1).fold)
for call in (lambda: datetime(2024, 1, 1, 24), lambda: datetime(2024, 1, 1, 0, 60), lambda: time(0, 0, 61), lambda: time(0, 0, 0, 10**6), lambda: datetime.max + timedelta(1), lambda: n < date(2024, 1, 1),
             lambda: n - date(2024, 1, 1), lambda: datetime(2024, 1), lambda: n.isoformat(timespec="x"), lambda: datetime.combine(1, 2), lambda: time(1) + timedelta(1), lambda: time(1, fold=2)):
    try:
        print(call())
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
    except TypeError:
        print("TypeError")
