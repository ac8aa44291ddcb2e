"""Conversion from one type into another."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel import temporal
from connlint.feel.builtins.registry import ANY, NULL, builtin, illegal_arguments
from connlint.feel.failures import Refusal
from connlint.feel.json_values import JsonFailure, json_text, parse_json
from connlint.feel.numbers import parse_number
from connlint.feel.printing import display
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.time import Time

if TYPE_CHECKING:
    from connlint.feel.values import Value

_DAY = (Date, DateTime)
_GROUPING_SEPARATORS = (" ", ",", ".")
_DECIMAL_SEPARATORS = (",", ".")


@builtin("string", NULL)
def string_of_null(value: None) -> None:
    return None


@builtin("string", str)
def string_itself(text: str) -> str:
    return text


@builtin("string", ANY)
def string_of(value: Value) -> str:
    return display(value)


@builtin("number", str)
def number(text: str) -> Decimal:
    value = parse_number(text)
    if value is None:
        raise Refusal(f"Can't parse '{text}' as a number")
    return value


@builtin("number", str, str)
def number_with_grouping(text: str, grouping: str) -> Decimal:
    if grouping not in _GROUPING_SEPARATORS:
        raise Refusal("illegal argument for grouping. Must be one of ' ', ',' or '.'")
    return number(text.replace(grouping, ""))


@builtin("number", str, str, str)
def number_with_separators(text: str, grouping: str, decimal: str) -> Decimal:
    if grouping not in _GROUPING_SEPARATORS or decimal not in _DECIMAL_SEPARATORS or grouping == decimal:
        raise Refusal("illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'")
    return number(text.replace(grouping, "").replace(decimal, "."))


@builtin("number", str, NULL, str)
def number_with_decimal_separator(text: str, grouping: None, decimal: str) -> Decimal:
    if decimal not in _DECIMAL_SEPARATORS:
        raise illegal_arguments(text, grouping, decimal)
    return number(text.replace(decimal, "."))


@builtin("number", str, str, NULL)
def number_with_grouping_only(text: str, grouping: str, decimal: None) -> Decimal:
    if grouping not in _GROUPING_SEPARATORS:
        raise illegal_arguments(text, grouping, decimal)
    return number(text.replace(grouping, ""))


builtin("date", str)(temporal.parse_date)
builtin("date", _DAY)(temporal.date_of)
builtin("date", Decimal, Decimal, Decimal)(temporal.date_from_numbers)

builtin("time", str)(temporal.parse_time)
builtin("time", _DAY)(temporal.time_of)
builtin("time", Decimal, Decimal, Decimal)(temporal.time_from_numbers)
builtin("time", Decimal, Decimal, Decimal, (DaysTimeDuration, NULL))(temporal.time_with_offset)

builtin("date and time", str)(temporal.parse_date_time)
builtin("date and time", _DAY, Time)(temporal.date_and_time)
builtin("date and time", DateTime, str)(temporal.in_time_zone)

builtin("duration", str)(temporal.parse_duration)


@builtin("years and months duration", _DAY, _DAY)
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    return temporal.years_and_months_between(start, end)


@builtin("from json", NULL)
def from_json_null(text: None) -> None:
    return None


@builtin("from json", str)
def from_json_text(text: str) -> Value:
    try:
        return parse_json(text)
    except JsonFailure:
        raise Refusal(f"Failed to parse JSON from '{text}'") from None


@builtin("to json", ANY)
def to_json_text(value: Value) -> str:
    return json_text(value)
