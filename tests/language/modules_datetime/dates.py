from datetime import date, timedelta, datetime

d = date(2024, 2, 29)
print(d, repr(d), d.isocalendar(), d.isocalendar()[1], d.isocalendar().week, d.weekday(), d.isoweekday(), d.toordinal(), d.timetuple())
print(d.year, d.month, d.day, d.replace(year=2020), d.replace(day=1, month=3), d.ctime(), d.isoformat(), str(d))
print(date.fromordinal(738000), date.fromordinal(1), date.fromordinal(3652059), date.fromisocalendar(2020, 53, 5), date.fromtimestamp(86400 * 365.25))
for year in (1, 4, 100, 400, 1600, 1899, 1900, 1999, 2000, 2023, 2024, 9999):
    for month, day in ((1, 1), (2, 28), (3, 1), (12, 31)):
        one = date(year, month, day)
        assert date.fromordinal(one.toordinal()) == one
    print(year, date(year, 3, 1) - date(year, 2, 28), date(year, 12, 31).toordinal(), tuple(date(year, 1, 1).isocalendar()), tuple(date(year, 12, 31).isocalendar()))
print(d + timedelta(days=366), d - timedelta(60), d - date(2023, 2, 28), timedelta(1) + d)
print(d < date(2024, 3, 1), d == date(2024, 2, 29), d != date(2024, 2, 28), {d: 1}[date(2024, 2, 29)], sorted([date(2, 1, 1), date(1, 1, 1)]))
print(date.min, date.max, date.resolution, date.max - date.min)
print(date.today() == datetime.now().date(), isinstance(datetime.now(), date), d == datetime(2024, 2, 29), d.__eq__(3))
for call in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(10000, 1, 1), lambda: date(2023, 13, 1), lambda: date("x", 1, 1), lambda: date.max + timedelta(1), lambda: date.min - timedelta(1),
             lambda: date.fromordinal(0), lambda: d < datetime(2024, 1, 1), lambda: date.fromisocalendar(2021, 53, 1), lambda: date.fromisocalendar(2021, 5, 8)):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
