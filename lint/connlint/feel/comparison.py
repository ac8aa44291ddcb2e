"""Equality and order of values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel.failures import JavaFailure
from connlint.feel.kinds import has_order, same_kind
from connlint.feel.printing import display
from connlint.feel.temporal.arithmetic import compare as compare_temporals
from connlint.feel.values import Function, Range, Value

if TYPE_CHECKING:
    from connlint.feel.limits import Budget


def equal(left: Value, right: Value, budget: Budget) -> bool | None:
    """Whether two values are the same; None where they cannot be compared, being of different kinds.

    Null is equal to null only. Within lists and contexts, what cannot be compared is not equal. Each item and
    entry that is looked at takes a step of the budget.
    """
    if left is None or right is None:
        return left is right
    if not same_kind(left, right) or isinstance(left, Function | Range):
        return None
    if isinstance(left, list):
        if len(left) != len(right):
            return False
        budget.take_steps(len(left))
        return all(equal(item, other, budget) is True for item, other in zip(left, right, strict=True))
    if isinstance(left, dict):
        budget.take_steps(len(left))
        return left.keys() == right.keys() and all(
            equal(entry, right[key], budget) is True for key, entry in left.items()
        )
    return bool(left == right)


def same(left: Value, right: Value, budget: Budget) -> bool:
    """Whether two values are equal, as list functions ask."""
    return equal(left, right, budget) is True


def comparable(left: Value, right: Value) -> bool:
    """Whether `<` and the like have an answer for two values."""
    return same_kind(left, right) and has_order(left)


def compare(left: Value, right: Value) -> int:
    """Below, at or above zero as `left` is before, equal to or after `right`. They are `comparable`."""
    if isinstance(left, Decimal):
        return int(left.compare(right))
    if isinstance(left, str):
        # Java orders by UTF-16, where characters beyond the basic plane lie before U+E000.
        first: bytes = left.encode("utf-16-be", "surrogatepass")
        second: bytes = right.encode("utf-16-be", "surrogatepass")
        return (first > second) - (first < second)
    if isinstance(left, list):
        # Run time: lists of comparable items pass the engine's check and have no order for all that.
        message = f"{display(left)} can not be compared to {display(right)}"
        raise JavaFailure(message, f"java.lang.IllegalArgumentException: {message}")
    return compare_temporals(left, right)
