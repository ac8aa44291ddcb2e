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
    if isinstance(left, str):
        return _same_text(left, right, budget)
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


def _same_text(left: str, right: str, budget: Budget) -> bool:
    if len(left) != len(right):
        return False
    budget.take_steps(len(left) // _CHARACTERS_PER_STEP)
    return left == right


_CHARACTERS_PER_STEP = 1024


def compare(left: Value, right: Value, budget: Budget | None = None) -> int:
    """Below, at or above zero as `left` is before, equal to or after `right`. They are `comparable`.

    Long texts take steps of the budget.
    """
    if isinstance(left, Decimal):
        return int(left.compare(right))
    if isinstance(left, str):
        if budget is not None:
            budget.take_steps(min(len(left), len(right)) // _CHARACTERS_PER_STEP)
        return _order_of_texts(left, right)
    if isinstance(left, list):
        # Run time: lists of comparable items pass the engine's check and have no order for all that.
        message = f"{display(left)} can not be compared to {display(right)}"
        raise JavaFailure(message, f"java.lang.IllegalArgumentException: {message}")
    return compare_temporals(left, right)


def _order_of_texts(left: str, right: str) -> int:
    """Java's: by UTF-16, where characters beyond the basic plane lie before U+E000."""
    if left.isascii() and right.isascii():
        return (left > right) - (left < right)
    same = _common_start(left, right)
    # The first character that differs decides, unless it is half of one: its other half stands behind it.
    first, second = left[same : same + 1], right[same : same + 1]
    if _is_half(first) or _is_half(second):
        first, second = left[same:], right[same:]
    units, others = first.encode("utf-16-be", "surrogatepass"), second.encode("utf-16-be", "surrogatepass")
    return (units > others) - (units < others)


def _is_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _common_start(left: str, right: str) -> int:
    """How many characters both begin with: looked for by halves, so that the comparing is the interpreter's."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
