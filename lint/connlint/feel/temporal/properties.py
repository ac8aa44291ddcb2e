"""The properties of temporal values: what a path such as `@"2024-05-01".year` reads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel.temporal import java_duration
from connlint.feel.temporal.civil import offset_text
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.time import Time

if TYPE_CHECKING:
    from connlint.feel.temporal.text_forms import Temporal

# In the order in which the engine's warnings list them.
_DATE = ("year", "month", "day", "weekday")
_TIME = ("timezone", "second", "time offset", "minute", "hour")
_DATE_TIME = ("timezone", "year", "second", "month", "day", "time offset", "weekday", "minute", "hour")
_YEARS_MONTHS = ("years", "months")
_DAYS_TIME = ("days", "hours", "minutes", "seconds")


def property_names(value: Temporal) -> tuple[str, ...]:
    """The names of the value's properties, in the order in which the engine's warnings list them."""
    if isinstance(value, Date):
        return _DATE
    if isinstance(value, Time):
        return _TIME
    if isinstance(value, DateTime):
        return _DATE_TIME
    return _YEARS_MONTHS if isinstance(value, YearsMonthsDuration) else _DAYS_TIME


def property_of(value: Temporal, name: str) -> Decimal | str | DaysTimeDuration | None:
    """The value of one of `property_names`; None also where it is null (the zone of a local time).

    Raises KeyError for another name.
    """
    if name not in property_names(value):
        raise KeyError(name)
    if isinstance(value, DateTime):
        part: Date | Time = value.date if name in _DATE else value.time
        return property_of(part, name)
    if isinstance(value, Time):
        if name == "time offset":
            return None if value.offset is None else DaysTimeDuration.of_seconds(value.offset)
        if name == "timezone":
            return value.zone
    number: int = getattr(value, name)
    return Decimal(number)


def json_text(value: Temporal) -> str:
    """The text that the built-in `to json` writes for the value.

    It differs from `str()` in that a zone comes with its offset, `10:00:00+02:00[Europe/Berlin]`, and a duration is
    Java's text: `PT24H` for a day, `P-1Y-2M`, `PT-0.5S`.
    """
    if isinstance(value, Date):
        return str(value)
    if isinstance(value, Time):
        if value.zone is None or value.offset is None:
            return str(value)
        return f"{Time(value.nano_of_day)}{offset_text(value.offset)}[{value.zone}]"
    if isinstance(value, DateTime):
        return f"{value.date}T{json_text(value.time)}"
    if isinstance(value, YearsMonthsDuration):
        return _period_text(value)
    return java_duration.text_of(value.nanos)


def variable_text(value: Temporal) -> str:
    """The text that becomes the variable when the value leaves the engine: an input mapping's result, for example.

    Run time: the process engine writes a local time as Java does, without seconds where they are zero and with their
    fraction in groups of three digits (`10:30`, `10:30:00.500`); a date and time as `to json` does; all else, durations
    too, as `string()` does.
    """
    if isinstance(value, Time) and value.is_local:
        return _local_time_text(value)
    return json_text(value) if isinstance(value, DateTime) else str(value)


def _local_time_text(value: Time) -> str:
    text = f"{value.hour:02}:{value.minute:02}"
    if value.second or value.nano:
        text += f":{value.second:02}"
    if value.nano:
        fraction = f"{value.nano:09}"
        while fraction.endswith("000"):
            fraction = fraction[:-3]
        text += f".{fraction}"
    return text


def _period_text(value: YearsMonthsDuration) -> str:
    if not value.total_months:
        return "P0D"
    years = f"{value.years}Y" if value.years else ""
    months = f"{value.months}M" if value.months else ""
    return f"P{years}{months}"
