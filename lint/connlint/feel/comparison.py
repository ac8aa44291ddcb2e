"""Equality and order of values."""

from __future__ import annotations

from typing import Literal

from connlint.feel.failures import JavaFailure
from connlint.feel.kinds import has_order, same_kind
from connlint.feel.printing import display
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration
from connlint.feel.temporal.time import Time
from connlint.feel.values import Function, Range, Value


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same; None where they cannot be compared, being of different kinds.

    Null is equal to null only. Within lists and contexts, what cannot be compared is not equal.
    """
    if left is None or right is None:
        return left is right
    if not same_kind(left, right) or isinstance(left, Function | Range):
        return None
    if isinstance(left, list):
        return len(left) == len(right) and all(equal(*pair) is True for pair in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(equal(entry, right[key]) is True for key, entry in left.items())
    return bool(left == right)


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal, as list functions ask."""
    return equal(left, right) is True


def comparable(left: Value, right: Value) -> bool:
    """Whether `<` and the like have an answer for two values."""
    return same_kind(left, right) and has_order(left) and has_order(right)


def compare(left: Value, right: Value) -> Literal[-1, 0, 1]:
    """The order of two values that are `comparable`."""
    if isinstance(left, list):
        # Run time: lists of one kind of items pass the check for an order, and then have none.
        raise JavaFailure(
            f"java.lang.IllegalArgumentException: {display(left)} can not be compared to {display(right)}"
        )
    left_key, right_key = order_key(left), order_key(right)
    if left_key == right_key:
        return 0
    return -1 if left_key < right_key else 1


def order_key(value: Value) -> Value:
    """What values of one kind are ordered by."""
    if isinstance(value, str):
        # Java orders by UTF-16: what is beyond the basic plane lies before U+E000.
        return value if value.isascii() else value.encode("utf-16-be", "surrogatepass")
    if isinstance(value, Time):
        return value.nano_of_day if value.is_local else (value.utc_nanos, value.nano_of_day)
    if isinstance(value, DateTime):
        return value.local_nanos if value.is_local else (value.instant_nanos, value.local_nanos, str(value.zone))
    if isinstance(value, YearsMonthsDuration):
        return value.total_months
    if isinstance(value, DaysTimeDuration):
        return value.nanos
    return value
