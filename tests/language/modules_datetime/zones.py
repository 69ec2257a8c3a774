from datetime import datetime, time, timedelta, timezone, tzinfo

utc = timezone.utc
east = timezone(timedelta(hours=5, minutes=30), "IST")
west = timezone(-timedelta(hours=3, minutes=30))
print(utc, repr(utc), east, repr(east), west, repr(west), timezone(timedelta(seconds=3661)), timezone(timedelta(0)) == utc, timezone.min, timezone.max)
u = datetime(2024, 5, 6, 7, 8, 9, tzinfo=utc)
print(u, repr(u), u.timestamp(), u.astimezone(east), u.astimezone(west), u.astimezone(east) == u, hash(u) == hash(u.astimezone(west)), u.astimezone(east) - u.astimezone(west))
print(u.utcoffset(), u.tzname(), u.dst(), u.astimezone(east).utcoffset(), u.astimezone(east).tzname(), u.utctimetuple(), u.replace(tzinfo=None), u.timetz())
print(datetime.fromtimestamp(0, utc), datetime.fromtimestamp(1.25, east), datetime.now(utc).tzinfo, u.astimezone(west).isoformat(), u.strftime("%z %Z"), u.astimezone(east).strftime("%z %Z"))
print(time(1, 2, tzinfo=east), repr(time(1, 2, tzinfo=utc)), time(1, tzinfo=utc) == time(6, 30, tzinfo=east), time(1) == time(1, tzinfo=utc))


class Summer(tzinfo):
    """One hour more from April to September."""

    def utcoffset(self, dt):
        return timedelta(hours=1) + self.dst(dt)

    def dst(self, dt):
        return timedelta(hours=1) if 4 <= dt.month <= 9 else timedelta(0)

    def tzname(self, dt):
        return "CEST" if self.dst(dt) else "CET"


s = Summer()
for month in (1, 7):
    m = datetime(2024, month, 1, 12, tzinfo=s)
    print(m, m.tzname(), m.dst(), m.astimezone(utc), m.astimezone(utc).astimezone(s) == m, m.timetuple().tm_isdst)
n = datetime(2024, 1, 1)
for call in (lambda: n < u, lambda: n - u, lambda: timezone(timedelta(1)), lambda: timezone(5), lambda: datetime(2024, 1, 1, tzinfo=5), lambda: tzinfo().utcoffset(None), lambda: timezone(timedelta(1), 3), lambda: u.astimezone(3)):
    try:
        print(call())
    except (ValueError, NotImplementedError) as error:
        print(type(error).__name__, error)
    except TypeError as error:
        print("TypeError", "naive" in str(error))
print(n == u, n != u, n.astimezone(utc).tzinfo)
