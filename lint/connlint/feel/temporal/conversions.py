"""What the built-in functions make of temporal values: parts, compositions, names of days and months.

A built-in that takes a date takes a date and time as well, and reads the date on its own clock.
"""

from __future__ import annotations

from decimal import Decimal

from connlint.feel.numbers import multiply, remainder, to_int32
from connlint.feel.temporal import civil, zones
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.failure import TemporalFailure, TemporalTextError
from connlint.feel.temporal.properties import json_text
from connlint.feel.temporal.time import Time

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_of(value: Date | DateTime) -> Date:
    """`date(from)`."""
    return value if isinstance(value, Date) else value.date


def time_of(value: Date | DateTime) -> Time:
    """`time(from)`: of a date 00:00:00Z."""
    return Time(0, 0) if isinstance(value, Date) else value.time


def date_from_numbers(year: Decimal, month: Decimal, day: Decimal) -> Date:
    """`date(year, month, day)`; fractions are cut. Raises TemporalTextError."""
    date = Date.of(to_int32(year), to_int32(month), to_int32(day))
    if date is None:
        raise TemporalTextError(f"Failed to parse date from: year={year}, month={month}, day={day}")
    return date


def time_from_numbers(hour: Decimal, minute: Decimal, second: Decimal) -> Time:
    """`time(hour, minute, second)`; the second's fraction counts, others are cut. Raises TemporalTextError."""
    nano_of_day = _nano_of_day(hour, minute, second, _nanos(second))
    if nano_of_day is None:
        raise TemporalTextError(f"Failed to parse local-time from: hour={hour}, minute={minute}, second={second}")
    return Time(nano_of_day)


def time_with_offset(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None) -> Time:
    """`time(hour, minute, second, offset)`. Raises TemporalTextError.

    Run time: with null for the offset it is a local time, without the second's fraction.
    """
    if offset is None:
        return time_from_numbers(hour, minute, Decimal(to_int32(second)))
    nano_of_day = _nano_of_day(hour, minute, second, _nanos(second))
    if nano_of_day is None or abs(offset.whole_seconds) > zones.MAX_OFFSET:
        parts = f"hour={hour}, minute={minute}, second={second}, offset={json_text(offset)}"
        raise TemporalTextError(f"Failed to parse time from: {parts}")
    return Time(nano_of_day, offset.whole_seconds)


def date_and_time(date: Date | DateTime, time: Time) -> DateTime:
    """`date and time(date, time)`: offset and zone are the time's."""
    if time.zone is not None:
        return DateTime.in_zone(date_of(date), Time(time.nano_of_day), time.zone)
    return DateTime(date_of(date), time)


def in_time_zone(value: DateTime, timezone: str) -> DateTime:
    """`date and time(date, timezone)`: the same instant on that zone's clocks; a local one is put into the zone.

    Raises TemporalFailure where there is no such zone.
    """
    zone = zones.find_zone(timezone)
    if zone is None:
        raise TemporalFailure(f"unknown time zone '{timezone}'")
    if value.is_local:
        return DateTime.in_zone(value.date, value.time, zone)
    return DateTime.at_instant(value.instant_nanos, zone)


def years_and_months_between(start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    """`years and months duration(from, to)`: whole months, by the days on the two clocks."""
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonthsDuration(months)


def day_of_year(value: Date | DateTime) -> Decimal:
    """`day of year(date)`."""
    date = date_of(value)
    return Decimal(civil.day_of_year(date.year, date.month, date.day))


def day_of_week(value: Date | DateTime) -> str:
    """`day of week(date)`: the English name."""
    return _DAYS[date_of(value).weekday - 1]


def week_of_year(value: Date | DateTime) -> Decimal:
    """`week of year(date)`: by ISO 8601."""
    date = date_of(value)
    return Decimal(civil.week_of_year(date.year, date.month, date.day))


def month_of_year(value: Date | DateTime) -> str:
    """`month of year(date)`: the English name."""
    return _MONTHS[date_of(value).month - 1]


def last_day_of_month(value: Date | DateTime) -> Date:
    """`last day of month(date)`."""
    date = date_of(value)
    return Date(date.year, date.month, civil.days_in_month(date.year, date.month))


def _nanos(second: Decimal) -> int:
    if second.copy_abs() >= 60:
        return 0
    return to_int32(multiply(remainder(second, Decimal(1)), Decimal(civil.NANOS_PER_SECOND)))


def _nano_of_day(hour: Decimal, minute: Decimal, second: Decimal, nanos: int) -> int | None:
    hours, minutes, seconds = to_int32(hour), to_int32(minute), to_int32(second)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 60 and nanos >= 0):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * civil.NANOS_PER_SECOND + nanos
