"""The kind of a value: what the engine calls its type, and which values can be compared."""

from __future__ import annotations

from decimal import Decimal

from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.time import Time
from connlint.feel.values import Context, Function, Range, Value

TYPE_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    Context: "context",
    dict: "context",
    Function: "function",
    Range: "range",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    YearsMonthsDuration: "years and months duration",
    DaysTimeDuration: "days and time duration",
}

TEMPORAL_TYPES = (Date, Time, DateTime, YearsMonthsDuration, DaysTimeDuration)

POINT_TYPES = frozenset({Decimal, *TEMPORAL_TYPES})
"""The types of values that can be the ends of a range."""

_ORDERED_TYPES = POINT_TYPES | {str}
_ZONED_TYPES = frozenset({Time, DateTime})


def type_name(value: Value) -> str:
    """The engine's name for the type of a value."""
    return TYPE_NAMES[type(value)]


def same_kind(left: Value, right: Value) -> bool:
    """Whether two values are of one kind. Run time: local times are another kind than those with an offset."""
    kind = type(left)
    if kind is not type(right):
        return isinstance(left, dict) and isinstance(right, dict)
    return kind not in _ZONED_TYPES or left.is_local == right.is_local


def has_order(value: Value) -> bool:
    """Whether the engine takes a value for one that `<` can compare; of lists those of comparable items."""
    if type(value) is list:
        return bool(value) and has_order(value[0]) and all(same_kind(value[0], item) for item in value)
    return type(value) in _ORDERED_TYPES
