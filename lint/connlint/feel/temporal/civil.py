"""The proleptic Gregorian calendar in plain integers, for years of up to nine digits on both sides of zero.

Days count from 1970-01-01. The algorithms shift the year to begin in March, so that the leap day ends it.
"""

from __future__ import annotations

from connlint.feel.temporal.failure import TemporalFailure

MAX_YEAR = 999_999_999

SECONDS_PER_DAY = 86_400
NANOS_PER_SECOND = 1_000_000_000
NANOS_PER_DAY = SECONDS_PER_DAY * NANOS_PER_SECOND

DAYS_PER_CYCLE = 146_097
"""Days in 400 years, after which the calendar, weekdays included, repeats."""

_DAYS_TO_EPOCH = 719_468
"""Days from 0000-03-01 to 1970-01-01."""

_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def is_leap_year(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    return -MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to that day; negative before it."""
    march_year = year - (month <= 2)
    cycle, year_of_cycle = divmod(march_year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
    return cycle * DAYS_PER_CYCLE + day_of_cycle - _DAYS_TO_EPOCH


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month and day; raises TemporalFailure beyond nine digits of year."""
    cycle, day_of_cycle = divmod(days + _DAYS_TO_EPOCH, DAYS_PER_CYCLE)
    year_of_cycle = (day_of_cycle - day_of_cycle // 1460 + day_of_cycle // 36524 - day_of_cycle // 146096) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    year = cycle * 400 + year_of_cycle + (month <= 2)
    if not -MAX_YEAR <= year <= MAX_YEAR:
        raise TemporalFailure(f"the year {year} has more than nine digits")
    return year, month, day


def weekday(days: int) -> int:
    """1 for Monday to 7 for Sunday."""
    return (days + 3) % 7 + 1


def day_of_year(year: int, month: int, day: int) -> int:
    return _DAYS_BEFORE_MONTH[month - 1] + day + (month > 2 and is_leap_year(year))


def week_of_year(year: int, month: int, day: int) -> int:
    """The week by ISO 8601: weeks begin on Monday, and week 1 holds the year's first Thursday."""
    days = days_from_civil(year, month, day)
    thursday = days - weekday(days) + 4
    # Counted from the parts, not through civil_from_days: the Thursday may lie beyond the last year.
    first_of_year = days_from_civil(year, 1, 1)
    if thursday < first_of_year:
        first_of_year = days_from_civil(year - 1, 1, 1)
    elif thursday >= days_from_civil(year + 1, 1, 1):
        return 1
    return (thursday - first_of_year) // 7 + 1


def clock_text(nano_of_day: int) -> str:
    """`10:30:00`, with as many digits of a second as are not zero: `10:30:00.25`."""
    seconds, nanos = divmod(nano_of_day, NANOS_PER_SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    text = f"{hour:02}:{minute:02}:{second:02}"
    return f"{text}.{nanos:09}".rstrip("0") if nanos else text


def offset_text(seconds: int) -> str:
    """`Z`, `+02:00`, or `+02:45:55` where the offset has seconds."""
    if seconds == 0:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    text = f"{'-' if seconds < 0 else '+'}{hour:02}:{minute:02}"
    return f"{text}:{second:02}" if second else text
