"""Points and ranges: which lies before, within or at the end of which.

Run time: the engine relates a point to a range if it is of the kind of the range's ends, and fails where a
function has no rule for such a pair, as for `meets(1, 2)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.feel.builtins.registry import ANY, builtin, illegal_arguments
from connlint.feel.comparison import compare
from connlint.feel.failures import JavaFailure
from connlint.feel.kinds import POINT_TYPES, same_kind
from connlint.feel.printing import display
from connlint.feel.values import Range, Value

if TYPE_CHECKING:
    from collections.abc import Callable


def _relation(name: str, *pair: type) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Registers a function for a pair of which each is a point (`object`) or a `Range`, of one kind."""

    def register(relation: Callable[..., bool]) -> Callable[..., bool]:
        def checked(first: Value, second: Value) -> bool:
            _require_one_kind(first, second)
            return relation(first, second)

        builtin(name, *pair)(checked)
        return relation

    return register


def _require_one_kind(first: Value, second: Value) -> None:
    low1 = first.low if isinstance(first, Range) else first
    low2 = second.low if isinstance(second, Range) else second
    if type(low1) not in POINT_TYPES or not same_kind(low1, low2):
        raise illegal_arguments(first, second)


def _less(first: Value, second: Value) -> bool:
    return compare(first, second) < 0


def _begins_before(first: Range, second: Range) -> bool:
    """Whether the first has points before all of the second."""
    return _less(first.low, second.low) or (first.low == second.low and first.low_included and not second.low_included)


def _ends_after(first: Range, second: Range) -> bool:
    """Whether the first has points after all of the second."""
    return _less(second.high, first.high) or (
        first.high == second.high and first.high_included and not second.high_included
    )


def _reaches(first: Range, second: Range) -> bool:
    """Whether the first goes on to, or beyond, the begin of the second."""
    return _less(second.low, first.high) or (first.high == second.low and first.high_included and second.low_included)


def _same_begin(first: Range, second: Range) -> bool:
    return bool(first.low == second.low) and first.low_included == second.low_included


def _same_end(first: Range, second: Range) -> bool:
    return bool(first.high == second.high) and first.high_included == second.high_included


def _holds(range_: Range, point: Value) -> bool:
    return (
        (_less(range_.low, point) and _less(point, range_.high))
        or (range_.low == point and range_.low_included)
        or (range_.high == point and range_.high_included)
    )


@_relation("before", Range, Range)
def range_before_range(first: Range, second: Range) -> bool:
    touching = not (first.high_included and second.low_included) and first.high == second.low
    return _less(first.high, second.low) or touching


@_relation("before", Range, ANY)
def range_before_point(first: Range, point: Value) -> bool:
    return _less(first.high, point) or (first.high == point and not first.high_included)


@_relation("before", ANY, Range)
def point_before_range(point: Value, second: Range) -> bool:
    return _less(point, second.low) or (point == second.low and not second.low_included)


@_relation("before", ANY, ANY)
def point_before_point(first: Value, second: Value) -> bool:
    return _less(first, second)


@_relation("after", Range, Range)
def range_after_range(first: Range, second: Range) -> bool:
    return range_before_range(second, first)


@_relation("after", Range, ANY)
def range_after_point(first: Range, point: Value) -> bool:
    return point_before_range(point, first)


@_relation("after", ANY, Range)
def point_after_range(point: Value, second: Range) -> bool:
    return range_before_point(second, point)


@_relation("after", ANY, ANY)
def point_after_point(first: Value, second: Value) -> bool:
    return _less(second, first)


@_relation("meets", Range, Range)
def meets(first: Range, second: Range) -> bool:
    return first.high_included and second.low_included and bool(first.high == second.low)


@_relation("met by", Range, Range)
def met_by(first: Range, second: Range) -> bool:
    return meets(second, first)


@_relation("overlaps", Range, Range)
def overlaps(first: Range, second: Range) -> bool:
    return _reaches(first, second) and _reaches(second, first)


@_relation("overlaps before", Range, Range)
def overlaps_before(first: Range, second: Range) -> bool:
    return _begins_before(first, second) and _reaches(first, second) and not _ends_after(first, second)


@_relation("overlaps after", Range, Range)
def overlaps_after(first: Range, second: Range) -> bool:
    return overlaps_before(second, first)


@_relation("finishes", Range, Range)
def range_finishes(first: Range, second: Range) -> bool:
    return _same_end(first, second) and not _begins_before(first, second)


@_relation("finishes", ANY, Range)
def point_finishes(point: Value, second: Range) -> bool:
    return second.high_included and bool(second.high == point)


@_relation("finished by", Range, Range)
def range_finished_by(first: Range, second: Range) -> bool:
    return range_finishes(second, first)


@_relation("finished by", Range, ANY)
def finished_by_point(first: Range, point: Value) -> bool:
    return point_finishes(point, first)


@_relation("includes", Range, Range)
def includes_range(first: Range, second: Range) -> bool:
    return not _begins_before(second, first) and not _ends_after(second, first)


@_relation("includes", Range, ANY)
def includes_point(first: Range, point: Value) -> bool:
    return _holds(first, point)


@_relation("during", Range, Range)
def range_during(first: Range, second: Range) -> bool:
    return includes_range(second, first)


@_relation("during", ANY, Range)
def point_during(point: Value, second: Range) -> bool:
    return _holds(second, point)


@_relation("starts", Range, Range)
def range_starts(first: Range, second: Range) -> bool:
    return _same_begin(first, second) and not _ends_after(first, second)


@_relation("starts", ANY, Range)
def point_starts(point: Value, second: Range) -> bool:
    return second.low_included and bool(second.low == point)


@_relation("started by", Range, Range)
def range_started_by(first: Range, second: Range) -> bool:
    return range_starts(second, first)


@_relation("started by", Range, ANY)
def started_by_point(first: Range, point: Value) -> bool:
    return point_starts(point, first)


@_relation("coincides", Range, Range)
def ranges_coincide(first: Range, second: Range) -> bool:
    return _same_begin(first, second) and _same_end(first, second)


@_relation("coincides", ANY, ANY)
def points_coincide(first: Value, second: Value) -> bool:
    return bool(first == second)


def _no_rule(first: Value, second: Value) -> bool:
    pair = f"({display(first)},{display(second)})"
    raise JavaFailure(f"the function takes no such pair: {pair}", f"scala.MatchError: {pair}")


for _name in (
    *("meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes", "finished by"),
    *("includes", "during", "starts", "started by"),
):
    _relation(_name, ANY, ANY)(_no_rule)
