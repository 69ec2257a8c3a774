"""Dates, times of day, moments, and the spans between them.

A date knows its ordinal, the number of days since the year 1; all arithmetic goes through ordinals, seconds and microseconds. Reading and
writing text is in the module datetime._text, which is imported when it is needed first."""

import time as _clock
from operator import index as _index

MINYEAR = 1
MAXYEAR = 9999
_MAX_ORDINAL = 3652059
_DAY = 86400
_US = 1000000
_DAY_US = _DAY * _US
_WEEKDAYS = "MonTueWedThuFriSatSun"
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def _texts():
    import datetime._text

    return datetime._text


def _month_days(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _to_ordinal(year, month, day):
    """Years are counted from March, so that the odd day is a year's last."""
    if month < 3:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 306


def _from_ordinal(n):
    if not 1 <= n <= _MAX_ORDINAL:
        raise OverflowError("date value out of range")
    centuries, n = divmod(n + 305, 146097)
    year = (n - n // 1460 + n // 36524 - n // 146096) // 365
    n -= 365 * year + year // 4 - year // 100
    month = (5 * n + 2) // 153
    day = n - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return 400 * centuries + year + (month < 3), month, day


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError("year %i is out of range" % year)
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _month_days(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, tz, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    _check_zone(tz)
    return hour, minute, second, microsecond


def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


def _check_offset(offset, name):
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError("tzinfo.%s() must return None or a timedelta, not '%s'" % (name, type(offset).__name__))
    if not -1 <= offset.days <= 0 or offset == -_ONE_DAY:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return offset


def _offset_text(offset, colon=":"):
    """+05:30, with seconds where there are any."""
    if offset is None:
        return ""
    sign = "+"
    if offset.days < 0:
        sign = "-"
        offset = -offset
    minutes, seconds = divmod(offset.seconds, 60)
    text = "%s%02d%s%02d" % (sign, minutes // 60, colon, minutes % 60)
    if seconds or offset.microseconds:
        text += "%s%02d" % (colon, seconds)
    if offset.microseconds:
        text += ".%06d" % offset.microseconds
    return text


def _nearest(a, b):
    """a / b as an int; halves go to the even neighbour."""
    q, r = divmod(a, b)
    r *= 2
    return q + (r > b if b > 0 else r < b) if r != b else q + (q & 1)


class timedelta:
    """A span of time, kept as days, seconds (0 to 86399) and microseconds (0 to 999999)."""

    __slots__ = ("_days", "_seconds", "_us")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        days += weeks * 7
        seconds += minutes * 60 + hours * 3600
        microseconds += milliseconds * 1000
        if isinstance(days, float) or isinstance(seconds, float) or isinstance(microseconds, float):
            rest = 0.0
            total = 0
            for value, unit in ((days, _DAY_US), (seconds, _US), (microseconds, 1)):
                whole = int(value)
                total += whole * unit
                rest += (value - whole) * unit
            odd = total & 1  # a half goes to the even sum
            microseconds = total + (round(rest) if abs(rest) % 1 != 0.5 else 2 * round((rest + odd) * 0.5) - odd)
            days = seconds = 0
        return cls._make(days, seconds, microseconds)

    @classmethod
    def _make(cls, days, seconds, us):
        self = object.__new__(cls)
        carry, self._us = divmod(_index(us), _US)
        carry, self._seconds = divmod(_index(seconds) + carry, _DAY)
        self._days = days = _index(days) + carry
        if not -999999999 <= days <= 999999999:
            raise OverflowError("days=%d; must have magnitude <= 999999999" % days)
        return self

    @property
    def days(self):
        """Whole days; negative for spans below zero."""
        return self._days

    @property
    def seconds(self):
        """Seconds beyond the days."""
        return self._seconds

    @property
    def microseconds(self):
        """Microseconds beyond the seconds."""
        return self._us

    def total_seconds(self):
        """The span in seconds."""
        return self._all() / _US

    def _all(self):
        return (self._days * _DAY + self._seconds) * _US + self._us

    def _key(self):
        return self._days, self._seconds, self._us

    def __repr__(self):
        parts = [pair for pair in (("days", self._days), ("seconds", self._seconds), ("microseconds", self._us)) if pair[1]]
        return "%s(%s)" % (_name(self), ", ".join(["%s=%d" % pair for pair in parts]) or "0")

    def __str__(self):
        text = "%d:%02d:%02d" % (self._seconds // 3600, self._seconds // 60 % 60, self._seconds % 60)
        if self._us:
            text += ".%06d" % self._us
        if self._days:
            text = "%d day%s, %s" % (self._days, "" if abs(self._days) == 1 else "s", text)
        return text

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._make(self._days + other._days, self._seconds + other._seconds, self._us + other._us)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._make(self._days - other._days, self._seconds - other._seconds, self._us - other._us)

    def __rsub__(self, other):
        return -self + other

    def __neg__(self):
        return timedelta._make(-self._days, -self._seconds, -self._us)

    def __pos__(self):
        return timedelta._make(self._days, self._seconds, self._us)

    def __abs__(self):
        return -self if self._days < 0 else +self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._make(self._days * other, self._seconds * other, self._us * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(0, 0, _nearest(self._all() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._all() / other._all()
        if isinstance(other, int):
            return timedelta._make(0, 0, _nearest(self._all(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(0, 0, _nearest(self._all() * b, a))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._all() // other._all()
        if isinstance(other, int):
            return timedelta._make(0, 0, self._all() // other)
        return NotImplemented

    def __mod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._make(0, 0, self._all() % other._all())

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        q, r = divmod(self._all(), other._all())
        return q, timedelta._make(0, 0, r)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __bool__(self):
        return bool(self._days or self._seconds or self._us)

    def __reduce__(self):
        return type(self), self._key()


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, _DAY - 1, _US - 1)
timedelta.resolution = timedelta(0, 0, 1)
_ONE_DAY = timedelta(1)


class tzinfo:
    """A base for time zones."""

    def utcoffset(self, dt):
        """How far local time is ahead of UTC."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def tzname(self, dt):
        """The zone's name."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def dst(self, dt):
        """The part of the offset that is summer time."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """Local time of a moment that is given in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        summer = dt.dst()
        if summer is None:
            raise ValueError("fromutc: non-None dst() result required")
        dt += offset - summer
        return dt + dt.dst()


class timezone(tzinfo):
    """A zone with one offset all year."""

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, not %s" % type(offset).__name__)
        if name is not None and not isinstance(name, str):
            raise TypeError("timezone() argument 2 must be str, not %s" % type(name).__name__)
        if not -_ONE_DAY < offset < _ONE_DAY:
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %r." % offset
            )
        self._offset = offset
        self._name = name

    def utcoffset(self, dt):
        """How far local time is ahead of UTC."""
        self._check(dt)
        return self._offset

    def tzname(self, dt):
        """The name, or one like UTC+01:00."""
        self._check(dt)
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        """None: there is no summer time."""
        self._check(dt)

    def fromutc(self, dt):
        """Local time of a moment that is given in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() argument must be a datetime instance or None")
        return dt + self._offset

    def _check(self, dt):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError("a datetime or None expected, not '%s'" % type(dt).__name__)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else ", %r" % self._name
        return "%s(%r%s)" % (_name(self), self._offset, name)

    def __str__(self):
        return self.tzname(None)

    def __reduce__(self):
        return type(self), (self._offset,) if self._name is None else (self._offset, self._name)


UTC = timezone.utc = timezone(timedelta(0))
timezone.min = timezone(timedelta(0, -86340))
timezone.max = timezone(timedelta(0, 86340))


def _name(self):
    """As repr() shows the class."""
    kind = type(self)
    return kind.__qualname__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__qualname__)


class _Comparable:
    """The order of what has a _compare(other, equality) that gives -1, 0, 1, or NotImplemented."""

    __slots__ = ()

    def __eq__(self, other):
        order = self._compare(other, True)
        return order if order is NotImplemented else order == 0

    def __lt__(self, other):
        order = self._compare(other, False)
        return order if order is NotImplemented else order < 0

    def __le__(self, other):
        order = self._compare(other, False)
        return order if order is NotImplemented else order <= 0

    def __gt__(self, other):
        order = self._compare(other, False)
        return order if order is NotImplemented else order > 0

    def __ge__(self, other):
        order = self._compare(other, False)
        return order if order is NotImplemented else order >= 0

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __str__(self):
        return self.isoformat()


def _order(a, b):
    return (a > b) - (a < b)


class IsoCalendarDate(tuple):
    """Year, week and weekday of the ISO calendar."""

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return "datetime.IsoCalendarDate(year=%d, week=%d, weekday=%d)" % self


def _first_week(year):
    """The ordinal of the Monday with which an ISO year begins."""
    fourth = _to_ordinal(year, 1, 4)
    return fourth - (fourth + 6) % 7


class date(_Comparable):
    """A day of the Gregorian calendar."""

    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    @classmethod
    def today(cls):
        """The day that it is here."""
        return cls.fromtimestamp(_clock.time())

    @classmethod
    def fromtimestamp(cls, timestamp):
        """The local day of a Unix time."""
        return cls(*_clock.localtime(timestamp)[:3])

    @classmethod
    def fromordinal(cls, n):
        """The n-th day, 1 being the first of January of the year 1."""
        n = _index(n)
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAX_ORDINAL:
            raise ValueError("year is out of range")
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """From YYYY-MM-DD, YYYYMMDD, YYYY-Www-D."""
        return cls(*_texts().read_date(date_string))

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of an ISO year, week and weekday."""
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError("Year is out of range: %d" % year)
        if not 1 <= week <= 53 or (week == 53 and _first_week(year + 1) - _first_week(year) == 364):
            raise ValueError("Invalid week: %d" % week)
        if not 1 <= day <= 7:
            raise ValueError("Invalid day: %d (range is [1, 7])" % day)
        return cls.fromordinal(_first_week(year) + week * 7 + day - 8)

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    def toordinal(self):
        """The number of the day since the year 1."""
        return _to_ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """A date with other fields."""
        return type(self)(*[a if b is None else b for a, b in zip((self._year, self._month, self._day), (year, month, day))])

    def weekday(self):
        """0 for Monday … 6 for Sunday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 for Monday … 7 for Sunday."""
        return self.weekday() + 1

    def isocalendar(self):
        """ISO year, week, weekday."""
        ordinal = self.toordinal()
        year = self._year + 1
        while _first_week(year) > ordinal:
            year -= 1
        week, day = divmod(ordinal - _first_week(year), 7)
        return IsoCalendarDate((year, week + 1, day + 1))

    def _fields(self, *rest):
        year_day = self.toordinal() - _to_ordinal(self._year, 1, 1) + 1
        return (self._year, self._month, self._day) + rest[:3] + (self.weekday(), year_day, rest[3])

    def timetuple(self):
        """As time.localtime() gives it."""
        return _clock.struct_time(self._fields(0, 0, 0, -1))

    def isoformat(self):
        """YYYY-MM-DD"""
        return "%04d-%02d-%02d" % (self._year, self._month, self._day)

    def ctime(self):
        """Like 'Sat Jun  6 00:00:00 1998'."""
        return self._ctime("00:00:00")

    def _ctime(self, time):
        weekday = self.weekday() * 3
        month = self._month * 3
        return "%s %s %2d %s %04d" % (_WEEKDAYS[weekday : weekday + 3], _MONTHS[month - 3 : month], self._day, time, self._year)

    def strftime(self, format):
        """As text in a format of %Y, %m …"""
        return _texts().write(format, self._fields(0, 0, 0, -1))

    def __repr__(self):
        return "%s(%d, %d, %d)" % (_name(self), self._year, self._month, self._day)

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)(*_from_ordinal(self.toordinal() + other._days))

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other._days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _key(self):
        return self._year, self._month, self._day

    def _compare(self, other, equality):
        if isinstance(other, date) and not isinstance(other, datetime):
            return _order(self._key(), other._key())
        return NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return type(self), self._key()


date.min = date(MINYEAR, 1, 1)
date.max = date(MAXYEAR, 12, 31)
date.resolution = _ONE_DAY


class _Clock(_Comparable):
    """What time and datetime share: the time of day, and the zone."""

    __slots__ = ()

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._us)
    tzinfo = property(lambda self: self._zone)
    fold = property(lambda self: self._fold)

    def _ask(self, name):
        """What the zone says about this moment."""
        if self._zone is None:
            return None
        return getattr(self._zone, name)(self if isinstance(self, datetime) else None)

    def utcoffset(self):
        """How far local time is ahead of UTC, or None."""
        return _check_offset(self._ask("utcoffset"), "utcoffset")

    def dst(self):
        """The part of the offset that is summer time, or None."""
        return _check_offset(self._ask("dst"), "dst")

    def tzname(self):
        """The zone's name, or None."""
        name = self._ask("tzname")
        if name is not None and not isinstance(name, str):
            raise TypeError("tzinfo.tzname() must return None or a string, not '%s'" % type(name).__name__)
        return name

    def _set_clock(self, hour, minute, second, microsecond, tz, fold):
        self._hour, self._minute, self._second, self._us = _check_time(hour, minute, second, microsecond, tz, fold)
        self._zone = tz
        self._fold = fold

    def _clock_key(self):
        return self._hour, self._minute, self._second, self._us

    def _clock_text(self, timespec):
        if timespec == "auto":
            timespec = "microseconds" if self._us else "seconds"
        if timespec == "milliseconds":
            text = "%02d:%02d:%02d.%03d" % (self._hour, self._minute, self._second, self._us // 1000)
        elif timespec == "microseconds":
            text = "%02d:%02d:%02d.%06d" % self._clock_key()
        elif timespec == "seconds":
            text = "%02d:%02d:%02d" % (self._hour, self._minute, self._second)
        elif timespec == "minutes":
            text = "%02d:%02d" % (self._hour, self._minute)
        elif timespec == "hours":
            text = "%02d" % self._hour
        else:
            raise ValueError("Unknown timespec value")
        return text + _offset_text(self.utcoffset())

    def _clock_repr(self, fields):
        while len(fields) > 2 and not fields[-1]:
            if len(fields) <= self._shown:
                break
            fields = fields[:-1]
        text = ", ".join(map(str, fields))
        if self._zone is not None:
            text += ", tzinfo=%r" % (self._zone,)
        if self._fold:
            text += ", fold=1"
        return "%s(%s)" % (_name(self), text)


class time(_Clock):
    """A time of day."""

    __slots__ = ("_hour", "_minute", "_second", "_us", "_zone", "_fold")
    _shown = 2

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._set_clock(hour, minute, second, microsecond, tzinfo, fold)
        return self

    @classmethod
    def fromisoformat(cls, time_string):
        """From HH, HH:MM, HH:MM:SS, with fractions and a zone."""
        fields, zone = _texts().read_clock(time_string)
        return cls(*fields, tzinfo=zone)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """A time with other fields."""
        fields = [a if b is None else b for a, b in zip(self._clock_key(), (hour, minute, second, microsecond))]
        return type(self)(*fields, tzinfo=self._zone if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def isoformat(self, timespec="auto"):
        """HH:MM:SS, with microseconds and a zone when there are any."""
        return self._clock_text(timespec)

    def strftime(self, format):
        """As text in a format of %H, %M …"""
        fields = (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1)
        return _texts().write(format, fields, self._us, self.utcoffset(), self.tzname())

    def __repr__(self):
        return self._clock_repr(self._clock_key())

    def _compare(self, other, equality):
        if not isinstance(other, time):
            return NotImplemented
        mine, its = self.utcoffset(), other.utcoffset()
        if (mine is None) != (its is None):
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware times")
        return _order(self._utc_key(mine), other._utc_key(its))

    def _utc_key(self, offset):
        span = timedelta(0, self._hour * 3600 + self._minute * 60 + self._second, self._us)
        return (span if offset is None else span - offset)._key()

    def __hash__(self):
        return hash(self._utc_key(self.utcoffset()))

    def __reduce__(self):
        return type(self), self._clock_key() + (self._zone,)


time.min = time(0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(0, 0, 1)


class datetime(_Clock, date):
    """A date and a time of day."""

    __slots__ = ("_hour", "_minute", "_second", "_us", "_zone", "_fold")
    _shown = 5

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._set_clock(hour, minute, second, microsecond, tzinfo, fold)
        return self

    @classmethod
    def now(cls, tz=None):
        """The moment that it is, here or in a zone."""
        return cls._at(_clock.time_ns() // 1000, tz)

    @classmethod
    def utcnow(cls):
        """The moment that it is in UTC."""
        return cls._at(_clock.time_ns() // 1000, None, True)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The local moment of a Unix time, or that in a zone."""
        return cls._at(_in_us(timestamp), tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The moment of a Unix time in UTC."""
        return cls._at(_in_us(t), None, True)

    @classmethod
    def _at(cls, us, tz, utc=False):
        _check_zone(tz)
        seconds, us = divmod(us, _US)
        fields = (_clock.localtime if tz is None and not utc else _clock.gmtime)(seconds)
        result = cls(*fields[:5], min(fields[5], 59), us, tz)
        return result if tz is None else tz.fromutc(result)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A date and a time of day as one."""
        if not isinstance(date, _date_class):
            raise TypeError("combine() argument 1 must be datetime.date, not %s" % type(date).__name__)
        if not isinstance(time, _time_class):
            raise TypeError("combine() argument 2 must be datetime.time, not %s" % type(time).__name__)
        zone = time._zone if tzinfo is True else tzinfo
        return cls(date._year, date._month, date._day, *time._clock_key(), tzinfo=zone, fold=time._fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """From what isoformat() gives, and other forms of ISO 8601."""
        return cls(*_texts().read_moment(date_string))

    @classmethod
    def strptime(cls, date_string, format):
        """From text in a format of %Y, %m …"""
        return cls(*_texts().parse(date_string, format))

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """A moment with other fields."""
        new = (year, month, day, hour, minute, second, microsecond)
        fields = [a if b is None else b for a, b in zip(self._local_key(), new)]
        return type(self)(*fields, tzinfo=self._zone if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def date(self):
        """The day."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time of day, without a zone."""
        return time(*self._clock_key(), fold=self._fold)

    def timetz(self):
        """The time of day, with its zone."""
        return time(*self._clock_key(), tzinfo=self._zone, fold=self._fold)

    def timetuple(self):
        """As time.localtime() gives it."""
        summer = self.dst()
        return _clock.struct_time(self._fields(self._hour, self._minute, self._second, -1 if summer is None else int(bool(summer))))

    def utctimetuple(self):
        """As time.gmtime() gives it."""
        offset = self.utcoffset()
        utc = self - offset if offset else self
        return _clock.struct_time(utc._fields(utc._hour, utc._minute, utc._second, 0))

    def timestamp(self):
        """The Unix time."""
        if self._zone is None:
            return _clock.mktime(self._fields(self._hour, self._minute, self._second, -1)) + self._us / _US
        return (self - _EPOCH).total_seconds()

    def astimezone(self, tz=None):
        """The same moment in another zone, by default the local one."""
        offset = self.utcoffset()
        if offset is None:
            offset = _local_zone(self.timestamp()).utcoffset(None)
        if tz is None:
            tz = _local_zone((self.replace(tzinfo=None) - offset - _EPOCH.replace(tzinfo=None)).total_seconds())
        elif not isinstance(tz, tzinfo):
            raise TypeError("astimezone() argument 1 must be datetime.tzinfo, not %s" % type(tz).__name__)
        if tz is self._zone:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS, with microseconds and a zone when there are any."""
        return "%04d-%02d-%02d%s%s" % (self._year, self._month, self._day, sep, self._clock_text(timespec))

    def ctime(self):
        """Like 'Sat Jun  6 16:26:11 1998'."""
        return self._ctime("%02d:%02d:%02d" % (self._hour, self._minute, self._second))

    def strftime(self, format):
        """As text in a format of %Y, %m …"""
        return _texts().write(format, self.timetuple(), self._us, self.utcoffset(), self.tzname())

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return self._clock_repr(self._local_key())

    def _local_key(self):
        return self._year, self._month, self._day, self._hour, self._minute, self._second, self._us

    def _span(self, offset=None):
        """Since the year 1, in UTC when an offset is given."""
        seconds = self._hour * 3600 + self._minute * 60 + self._second
        span = timedelta(self.toordinal(), seconds, self._us)
        return span - offset if offset else span

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        span = self._span() + other
        seconds = span._seconds
        day = _from_ordinal(span._days)
        return type(self)(*day, seconds // 3600, seconds // 60 % 60, seconds % 60, span._us, self._zone)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        mine, its = self.utcoffset(), other.utcoffset()
        if (mine is None) != (its is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return self._span(mine) - other._span(its)

    def _compare(self, other, equality):
        if not isinstance(other, datetime):
            if isinstance(other, _date_class):
                if equality:
                    return 2
                raise TypeError("can't compare %s to %s" % (_name(self), _name(other)))
            return NotImplemented
        mine, its = self.utcoffset(), other.utcoffset()
        if mine == its:
            return _order(self._local_key(), other._local_key())
        if mine is None or its is None:
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return _order(self._span(mine), other._span(its))

    def __hash__(self):
        return hash(self._span(self.utcoffset())._key())

    def __reduce__(self):
        return type(self), self._local_key() + (self._zone,)


_date_class = date
_time_class = time
datetime.min = datetime(MINYEAR, 1, 1)
datetime.max = datetime(MAXYEAR, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(0, 0, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _in_us(seconds):
    """A Unix time in microseconds; halves go to the even neighbour."""
    if isinstance(seconds, float):
        a, b = seconds.as_integer_ratio()
        return _nearest(a * _US, b)
    return _index(seconds) * _US


def _local_zone(timestamp):
    fields = _clock.localtime(timestamp)
    return timezone(timedelta(0, fields.tm_gmtoff), fields.tm_zone)
