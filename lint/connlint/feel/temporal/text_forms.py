"""Temporal values from text.

Run time: the engine first asks a pattern of its own what kind a text is, then Java's formatters read it. In a
literal (`@"..."`, or `date("...")` with nothing but a string literal between the parentheses) it skips some of the
patterns, so that a few texts are good in a literal and not in a variable: years with a leading zero
(`date and time("01211-12-31T11:22:33")`), durations in lower case or with plus signs. And a bad literal is null
without a warning, a bad variable null with one.
"""

from __future__ import annotations

import re

from connlint.feel.temporal import civil, java_duration, zones
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.failure import TemporalFailure, TemporalTextError
from connlint.feel.temporal.time import Time

_DATE = r"(?P<sign>-?)(?P<year>(?:[1-9][0-9]{0,4})?[0-9]{4})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])"
_ANY_DATE = r"(?P<sign>-?)(?P<year>[0-9]{4,9})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?P<fraction>\.[0-9]{0,9})?"
_SOME_FRACTION = r"(?P<fraction>\.[0-9]{1,9})?"
_PLAIN_CLOCK = rf"(?P<hour>[0-2][0-9]):(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?{_SOME_FRACTION}"
_FULL_CLOCK = rf"(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}}):(?P<second>[0-9]{{2}}){_SOME_FRACTION}"

_IS_DATE = re.compile(_DATE)
_IS_LOCAL_TIME = re.compile(rf"T?{_CLOCK}")
_IS_OFFSET_TIME = re.compile(rf"T?{_FULL_CLOCK}(?:(?P<offset>[+-][0-9]{{2}}:[0-9]{{2}}|Z)|@(?P<zone>.*))")
_IS_LOCAL_DATE_TIME = re.compile(rf"{_DATE}T{_PLAIN_CLOCK}")
_IS_ANY_LOCAL_DATE_TIME = re.compile(rf"{_ANY_DATE}T{_CLOCK}")
_IS_OFFSET_DATE_TIME = re.compile(
    rf"{_DATE}T{_PLAIN_CLOCK}"
    r"(?:(?P<offset>[+-][01][0-9]:[0-5][0-9]|Z)(?:\[(?P<bracketed>.+)\])?|@(?P<zone>.*))"
)
_IS_YEARS_MONTHS = re.compile(r"-?P-?(?:[0-9]+Y)?-?(?:[0-9]+M)?")
_IS_DAYS_TIME = re.compile(r"-?P(?:-?(?:[0-9]+D)?(?:T-?(?:[0-9]+H)?-?(?:[0-9]+M)?-?(?:[0-9]+(?:.[0-9]*)?S)?)?)")
_PERIOD = re.compile(r"(?P<sign>-?)P(?:(?P<years>-?[0-9]+)Y)?(?:(?P<months>-?[0-9]+)M)?")
_MAX_INT = 2**31
_LONGEST_NUMBER = 40
"""More digits than a 32-bit number can have, zeros before it included as far as anyone writes them."""

Temporal = Date | Time | DateTime | YearsMonthsDuration | DaysTimeDuration


def at_literal(text: str) -> Temporal | None:
    """What `@"text"` is, or None.

    >>> str(at_literal("P1DT2H"))
    'P1DT2H'
    >>> at_literal("2024-02-30") is None
    True
    """
    if _IS_DATE.fullmatch(text):
        return _date(_IS_DATE.fullmatch(text))
    if _IS_OFFSET_TIME.fullmatch(text):
        return _offset_time(text)
    if _IS_OFFSET_DATE_TIME.fullmatch(text):
        return _offset_date_time(text)
    if _IS_LOCAL_DATE_TIME.fullmatch(text):
        return _local_date_time(text)
    if _IS_YEARS_MONTHS.fullmatch(text):
        return _years_months(text)
    if _IS_DAYS_TIME.fullmatch(text):
        return _days_time(text)
    return _local_time(text)


def date_literal(text: str) -> Date | None:
    """What `date("text")` is, or None."""
    return _date(_IS_DATE.fullmatch(text))


def time_literal(text: str) -> Time | None:
    """What `time("text")` is, or None."""
    return _offset_time(text) if _IS_OFFSET_TIME.fullmatch(text) else _local_time(text)


def date_time_literal(text: str) -> DateTime | None:
    """What `date and time("text")` is, or None."""
    if _IS_DATE.fullmatch(text):
        return _midnight(text)
    return _offset_date_time(text) if _IS_OFFSET_DATE_TIME.fullmatch(text) else _local_date_time(text)


def duration_literal(text: str) -> YearsMonthsDuration | DaysTimeDuration | None:
    """What `duration("text")` is, or None."""
    return _years_months(text) if _IS_YEARS_MONTHS.fullmatch(text) else _days_time(text)


def parse_date(text: str) -> Date:
    """The built-in `date(from)` for a text that is no literal; raises TemporalTextError."""
    value = date_literal(text)
    if value is None:
        raise TemporalTextError(f"Failed to parse date from '{text}'")
    return value


def parse_time(text: str) -> Time:
    """The built-in `time(from)` for a text that is no literal; raises TemporalTextError."""
    value = time_literal(text)
    if value is None:
        kind = "time" if _IS_OFFSET_TIME.fullmatch(text) else "local-time"
        raise TemporalTextError(f"Failed to parse {kind} from '{text}'")
    return value


def parse_date_time(text: str) -> DateTime:
    """The built-in `date and time(from)` for a text that is no literal; raises TemporalTextError."""
    if _IS_DATE.fullmatch(text):
        kind, value = "date(-time)", _midnight(text)
    elif _IS_OFFSET_DATE_TIME.fullmatch(text):
        kind, value = "date-time", _offset_date_time(text)
    elif _IS_LOCAL_DATE_TIME.fullmatch(text):
        kind, value = "local-date-time", _local_date_time(text)
    else:
        kind, value = "date-time", None
    if value is None:
        raise TemporalTextError(f"Failed to parse {kind} from '{text}'")
    return value


def parse_duration(text: str) -> YearsMonthsDuration | DaysTimeDuration:
    """The built-in `duration(from)` for a text that is no literal; raises TemporalTextError."""
    value: YearsMonthsDuration | DaysTimeDuration | None
    if _IS_YEARS_MONTHS.fullmatch(text):
        kind, value = "year-month-duration", _years_months(text)
    elif _IS_DAYS_TIME.fullmatch(text):
        kind, value = "day-time-duration", _days_time(text)
    else:
        kind, value = "duration", None
    if value is None:
        raise TemporalTextError(f"Failed to parse {kind} from '{text}'")
    return value


def _date(match: re.Match[str] | None) -> Date | None:
    if match is None:
        return None
    year = int(match["year"])
    if match["sign"]:
        if year == 0:
            return None
        year = -year
    return Date.of(year, int(match["month"]), int(match["day"]))


def _midnight(text: str) -> DateTime | None:
    date = date_literal(text)
    return None if date is None else DateTime(date, Time(0))


def _clock(match: re.Match[str], *, may_end_the_day: bool) -> int | None:
    """Nanoseconds of the day. `24:00` is midnight where `may_end_the_day`."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    fraction = match["fraction"]
    if fraction is not None and match["second"] is None:
        return None
    nano = int((fraction or "")[1:].ljust(9, "0"))
    if hour == 24 and minute == second == nano == 0 and may_end_the_day:
        return 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    return ((hour * 60 + minute) * 60 + second) * civil.NANOS_PER_SECOND + nano


def _local_time(text: str) -> Time | None:
    match = _IS_LOCAL_TIME.fullmatch(text)
    nano_of_day = None if match is None else _clock(match, may_end_the_day=True)
    return None if nano_of_day is None else Time(nano_of_day)


def _offset_time(text: str) -> Time | None:
    match = _IS_OFFSET_TIME.fullmatch(text)
    nano_of_day = None if match is None else _clock(match, may_end_the_day=True)
    if match is None or nano_of_day is None:
        return None
    zone = zones.parse_offset(match["offset"]) if match["offset"] else zones.parse_zone(match["zone"])
    if zone is None:
        return None
    if isinstance(zone, int):
        return Time(nano_of_day, zone)
    return Time(nano_of_day, zones.standard_offset(zone), zone)


def _local_date_time(text: str) -> DateTime | None:
    match = _IS_ANY_LOCAL_DATE_TIME.fullmatch(text)
    return None if match is None else _date_and_clock(match)


def _date_and_clock(match: re.Match[str]) -> DateTime | None:
    date = _date(match)
    nano_of_day = _clock(match, may_end_the_day=False)
    return None if date is None or nano_of_day is None else DateTime(date, Time(nano_of_day))


def _offset_date_time(text: str) -> DateTime | None:
    match = _IS_OFFSET_DATE_TIME.fullmatch(text)
    local = None if match is None else _date_and_clock(match)
    if match is None or local is None:
        return None
    named = match["bracketed"] if match["offset"] else match["zone"]
    zone = None if named is None else zones.parse_zone(named)
    if named is not None and zone is None:
        return None
    try:
        if match["offset"] is None:
            assert zone is not None
            return DateTime.in_zone(local.date, local.time, zone)
        offset = zones.parse_offset(match["offset"])
        if offset is None:
            return None
        stamped = DateTime(local.date, Time(local.time.nano_of_day, offset))
        # Run time: the offset tells the instant, the zone in brackets only which clocks show it.
        return stamped if zone is None else DateTime.at_instant(stamped.instant_nanos, zone)
    except TemporalFailure:
        return None


def _years_months(text: str) -> YearsMonthsDuration | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    sign = -1 if match["sign"] else 1
    years = _number(match["years"], sign)
    months = _number(match["months"], sign)
    if years is None or months is None or (match["years"] is None and match["months"] is None):
        return None
    try:
        return YearsMonthsDuration.of(years * 12 + months)
    except TemporalFailure:
        return None


def _days_time(text: str) -> DaysTimeDuration | None:
    nanos = java_duration.nanoseconds(text)
    return None if nanos is None else DaysTimeDuration(nanos)


def _number(digits: str | None, sign: int) -> int | None:
    """`digits` with a sign: 0 where there are none, None where Java cannot keep it in 32 bits."""
    if digits is None:
        return 0
    if len(digits) > _LONGEST_NUMBER:
        return None
    number = int(digits)
    return number * sign if -_MAX_INT <= number < _MAX_INT and -_MAX_INT <= number * sign < _MAX_INT else None
