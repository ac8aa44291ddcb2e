"""Dates and times of now, and the parts of a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel import temporal
from connlint.feel.builtins.registry import builtin, builtin_with_run
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run

_DAY = (Date, DateTime)


@builtin_with_run("now")
def now(run: Run) -> DateTime:
    return DateTime.from_datetime(run.clock())


@builtin_with_run("today")
def today(run: Run) -> Date:
    return now(run).date


builtin("day of year", _DAY)(temporal.day_of_year)
builtin("day of week", _DAY)(temporal.day_of_week)
builtin("week of year", _DAY)(temporal.week_of_year)
builtin("month of year", _DAY)(temporal.month_of_year)
builtin("last day of month", _DAY)(temporal.last_day_of_month)
