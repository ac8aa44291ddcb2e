"""The temporal values of FEEL: date, time, date and time, and the two durations.

They hold what the engine's hold: years of nine digits, nanoseconds, zones; and they behave as the engine's do, its
quirks included. Every name loads on first use.

>>> from connlint.feel import temporal
>>> str(temporal.add(temporal.at_literal("2024-01-31"), temporal.at_literal("P1M")))
'2024-02-29'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.feel.temporal.arithmetic import absolute as absolute
    from connlint.feel.temporal.arithmetic import add as add
    from connlint.feel.temporal.arithmetic import compare as compare
    from connlint.feel.temporal.arithmetic import divide as divide
    from connlint.feel.temporal.arithmetic import multiply as multiply
    from connlint.feel.temporal.arithmetic import subtract as subtract
    from connlint.feel.temporal.conversions import date_and_time as date_and_time
    from connlint.feel.temporal.conversions import date_from_numbers as date_from_numbers
    from connlint.feel.temporal.conversions import date_of as date_of
    from connlint.feel.temporal.conversions import day_of_week as day_of_week
    from connlint.feel.temporal.conversions import day_of_year as day_of_year
    from connlint.feel.temporal.conversions import in_time_zone as in_time_zone
    from connlint.feel.temporal.conversions import last_day_of_month as last_day_of_month
    from connlint.feel.temporal.conversions import month_of_year as month_of_year
    from connlint.feel.temporal.conversions import time_from_numbers as time_from_numbers
    from connlint.feel.temporal.conversions import time_of as time_of
    from connlint.feel.temporal.conversions import time_with_offset as time_with_offset
    from connlint.feel.temporal.conversions import week_of_year as week_of_year
    from connlint.feel.temporal.conversions import years_and_months_between as years_and_months_between
    from connlint.feel.temporal.date import Date as Date
    from connlint.feel.temporal.date_time import DateTime as DateTime
    from connlint.feel.temporal.durations import DaysTimeDuration as DaysTimeDuration
    from connlint.feel.temporal.durations import YearsMonthsDuration as YearsMonthsDuration
    from connlint.feel.temporal.failure import TemporalFailure as TemporalFailure
    from connlint.feel.temporal.failure import TemporalTextError as TemporalTextError
    from connlint.feel.temporal.properties import json_text as json_text
    from connlint.feel.temporal.properties import property_names as property_names
    from connlint.feel.temporal.properties import property_of as property_of
    from connlint.feel.temporal.properties import variable_text as variable_text
    from connlint.feel.temporal.text_forms import Temporal as Temporal
    from connlint.feel.temporal.text_forms import at_literal as at_literal
    from connlint.feel.temporal.text_forms import date_literal as date_literal
    from connlint.feel.temporal.text_forms import date_time_literal as date_time_literal
    from connlint.feel.temporal.text_forms import duration_literal as duration_literal
    from connlint.feel.temporal.text_forms import parse_date as parse_date
    from connlint.feel.temporal.text_forms import parse_date_time as parse_date_time
    from connlint.feel.temporal.text_forms import parse_duration as parse_duration
    from connlint.feel.temporal.text_forms import parse_time as parse_time
    from connlint.feel.temporal.text_forms import time_literal as time_literal
    from connlint.feel.temporal.time import Time as Time

_HOMES = {
    "arithmetic": "absolute add compare divide multiply subtract",
    "conversions": "date_and_time date_from_numbers date_of day_of_week day_of_year in_time_zone last_day_of_month"
    " month_of_year time_from_numbers time_of time_with_offset week_of_year years_and_months_between",
    "date": "Date",
    "date_time": "DateTime",
    "durations": "DaysTimeDuration YearsMonthsDuration",
    "failure": "TemporalFailure TemporalTextError",
    "properties": "json_text property_names property_of variable_text",
    "text_forms": "Temporal at_literal date_literal date_time_literal duration_literal parse_date parse_date_time"
    " parse_duration parse_time time_literal",
    "time": "Time",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
