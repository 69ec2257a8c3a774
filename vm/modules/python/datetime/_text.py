"""Dates as text: ISO 8601, strftime and strptime."""

import time as _clock
from datetime import MINYEAR, _first_week, _from_ordinal, _offset_text, timedelta, timezone


def write(format, fields, us=0, offset=None, name=None):
    """The text of a format; what the time module does not know is put in first."""
    out = []
    pieces = format.split("%")
    out.append(pieces[0])
    i = 1
    while i < len(pieces):
        piece = pieces[i]
        code = piece[:1]
        if code == "":
            i += 1
            out.append("%%" + (pieces[i] if i < len(pieces) else ""))
        elif code == "f":
            out.append("%06d" % us + piece[1:])
        elif code == "z":
            out.append(_offset_text(offset, "") + piece[1:])
        elif code == "Z":
            out.append((name or "").replace("%", "%%") + piece[1:])
        else:
            out.append("%" + piece)
        i += 1
    return _clock.strftime("".join(out), tuple(fields))


def parse(text, format):
    """The arguments of datetime() for a text in a format."""
    if not isinstance(text, str):
        raise TypeError("strptime() argument 1 must be str, not %s" % type(text).__name__)
    fields = _clock.strptime(text, format)
    zone = None
    if fields.tm_gmtoff is not None:
        span = timedelta(0, fields.tm_gmtoff)
        zone = timezone(span, fields.tm_zone) if fields.tm_zone else timezone(span) if span else timezone.utc
    return fields[:6] + (fields._microsecond, zone)


def _fail(kind, text):
    raise ValueError("Invalid isoformat string: %r" % text)


def _number(text, start, count, whole):
    part = text[start : start + count]
    if len(part) != count or not part.isdigit() or not part.isascii():
        _fail("number", whole)
    return int(part)


def _check_text(text):
    if not isinstance(text, str):
        raise TypeError("fromisoformat: argument must be str")


def read_date(text, whole=None):
    """(year, month, day) of YYYY-MM-DD, YYYYMMDD, YYYY-Www-D, YYYYWwwD, YYYY-Www."""
    _check_text(text)
    whole = text if whole is None else whole
    if len(text) not in (7, 8, 10):
        _fail("date", whole)
    year = _number(text, 0, 4, whole)
    dash = text[4] == "-"
    at = 5 if dash else 4
    if text[at : at + 1] == "W":
        return _read_week(text, year, at + 1, dash, whole)
    if len(text) != (10 if dash else 8) or (dash and text[7] != "-"):
        _fail("date", whole)
    return year, _number(text, at, 2, whole), _number(text, at + 3 if dash else at + 2, 2, whole)


def _read_week(text, year, at, dash, whole):
    week = _number(text, at, 2, whole)
    rest = text[at + 2 :]
    if dash and rest:
        if rest[0] != "-":
            _fail("date", whole)
        rest = rest[1:]
        if not rest:
            _fail("date", whole)
    day = _number(rest, 0, 1, whole) if rest else 1
    if len(rest) > 1:
        _fail("date", whole)
    long_year = _first_week(year + 1) - _first_week(year) == 371
    if year < MINYEAR or not 1 <= week <= 52 + long_year:
        raise ValueError("Invalid week: %d" % week)
    if not 1 <= day <= 7:
        raise ValueError("Invalid day: %d (range is [1, 7])" % day)
    return _from_ordinal(_first_week(year) + week * 7 + day - 8)


def _read_fields(text, whole):
    """[hour, minute, second, microsecond] of HH[[:]MM[[:]SS[.fff…]]]."""
    fields = []
    colon = text[2:3] == ":"
    at = 0
    while len(fields) < 3:
        fields.append(_number(text, at, 2, whole))
        at += 2
        if at == len(text) or text[at] in ".,":
            break
        if colon:
            if text[at] != ":" or len(fields) == 3:
                _fail("time", whole)
            at += 1
    us = 0
    if at < len(text):
        digits = text[at + 1 :]
        if len(fields) < 3 or text[at] not in ".," or not digits.isdigit() or not digits.isascii():
            _fail("time", whole)
        us = int((digits + "00000")[:6])
    return fields + [0] * (3 - len(fields)) + [us]


def read_clock(text, whole=None):
    """The fields of a time of day, and its zone."""
    _check_text(text)
    whole = text if whole is None else whole
    if text[:1] == "T":
        text = text[1:]
    zone = None
    if text[-1:] == "Z":
        zone = timezone.utc
        text = text[:-1]
    else:
        at = max(text.find("+"), text.find("-"))
        if at >= 0:
            hours, minutes, seconds, us = _read_fields(text[at + 1 :], whole)
            span = timedelta(0, hours * 3600 + minutes * 60 + seconds, us)
            zone = timezone(-span if text[at] == "-" else span) if span else timezone.utc
            text = text[:at]
    return _read_fields(text, whole), zone


def _date_size(text):
    """How many characters of a moment's text are the date."""
    if text[4:5] == "-":
        if text[5:6] != "W":
            return 10
        return 10 if text[8:9] == "-" and text[9:10].isdigit() else 8
    if text[4:5] != "W":
        return 8
    digits = 5
    while text[digits : digits + 1].isdigit():
        digits += 1
    return 7 if digits < 8 or (digits > 8 and digits % 2) else 8


def read_moment(text):
    """The arguments of datetime() for a text."""
    _check_text(text)
    if len(text) < 7:
        _fail("moment", text)
    size = _date_size(text)
    day = read_date(text[:size], text)
    if len(text) == size:
        return day
    if len(text) == size + 1:
        _fail("moment", text)
    fields, zone = read_clock(text[size + 1 :], text)
    return day + tuple(fields) + (zone,)
