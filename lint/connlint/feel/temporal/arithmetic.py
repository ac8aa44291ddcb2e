"""`+`, `-`, `*`, `/` and the order of temporal values, with the engine's rules and quirks.

Operands are whatever the expression gives; None as a result means that there is no such operation (the engine's
null with a warning). TemporalFailure means that the engine's evaluation fails.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connlint.feel.numbers import divide as divide_numbers
from connlint.feel.numbers import to_int32
from connlint.feel.temporal.civil import NANOS_PER_DAY
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.date_time import DateTime
from connlint.feel.temporal.durations import DaysTimeDuration, YearsMonthsDuration, truncated
from connlint.feel.temporal.failure import TemporalFailure
from connlint.feel.temporal.time import Time

if TYPE_CHECKING:
    from connlint.feel.temporal.text_forms import Temporal


def add(left: object, right: object) -> Temporal | None:
    """`left + right`.

    A date plus hours stays a date: `@"2021-01-01" + @"PT36H"` is 2021-01-02. A time goes round the clock.
    """
    if isinstance(left, YearsMonthsDuration):
        if isinstance(right, YearsMonthsDuration):
            return YearsMonthsDuration.of(left.total_months + right.total_months)
        return _later_by_months(right, left.total_months)
    if isinstance(left, DaysTimeDuration):
        if isinstance(right, DaysTimeDuration):
            return DaysTimeDuration.of(left.nanos + right.nanos)
        return _later_by_nanos(right, left.nanos)
    if isinstance(right, YearsMonthsDuration):
        return _later_by_months(left, right.total_months)
    if isinstance(right, DaysTimeDuration):
        return _later_by_nanos(left, right.nanos)
    return None


def subtract(left: object, right: object) -> Temporal | None:
    """`left - right`: of two points of one kind the duration between them, of a point and a duration a point.

    Two times with an offset or a zone give the distance, which is never negative; two local times a signed one.
    """
    if isinstance(right, YearsMonthsDuration):
        if isinstance(left, YearsMonthsDuration):
            return YearsMonthsDuration.of(left.total_months - right.total_months)
        return _later_by_months(left, -right.total_months)
    if isinstance(right, DaysTimeDuration):
        if isinstance(left, DaysTimeDuration):
            return DaysTimeDuration.of(left.nanos - right.nanos)
        return _later_by_nanos(left, -right.nanos)
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysTimeDuration.of((left.days - right.days) * NANOS_PER_DAY)
    if isinstance(left, Time) and isinstance(right, Time) and left.is_local == right.is_local:
        difference = left.utc_nanos - right.utc_nanos
        return DaysTimeDuration(difference if left.is_local else abs(difference))
    if isinstance(left, DateTime) and isinstance(right, DateTime) and left.is_local == right.is_local:
        return DaysTimeDuration.of(left.instant_nanos - right.instant_nanos)
    return None


def multiply(left: object, right: object) -> Temporal | None:
    """`left * right`: a duration and a number, of which only the whole part counts (`@"P1D" * 1.5` is P1D)."""
    if isinstance(left, Decimal):
        left, right = right, left
    if not isinstance(right, Decimal):
        return None
    if isinstance(left, YearsMonthsDuration):
        return YearsMonthsDuration.of(left.total_months * to_int32(right))
    if isinstance(left, DaysTimeDuration):
        return DaysTimeDuration.of(left.nanos * to_int32(right))
    return None


def divide(left: object, right: object) -> Temporal | Decimal | None:
    """`left / right`: by a number a duration, by a duration of the same kind a whole number. By zero: None.

    Run time: the engine counts the quotient in 32-bit months or milliseconds, so that a quotient of more than
    24.8 days comes out wrong: `duration("P60D") / 2` is minus 19.7 days.
    """
    if isinstance(left, YearsMonthsDuration):
        if isinstance(right, YearsMonthsDuration) and right.total_months:
            return Decimal(truncated(left.total_months, right.total_months))
        if isinstance(right, Decimal) and right:
            return YearsMonthsDuration.of(to_int32(divide_numbers(Decimal(left.total_months), right)))
    elif isinstance(left, DaysTimeDuration):
        if isinstance(right, DaysTimeDuration) and right.nanos:
            if not right.millis:
                raise TemporalFailure("division by a duration of less than a millisecond")
            return Decimal(truncated(left.millis, right.millis))
        if isinstance(right, Decimal) and right:
            return DaysTimeDuration(to_int32(divide_numbers(Decimal(left.millis), right)) * 1_000_000)
    return None


def absolute(duration: YearsMonthsDuration | DaysTimeDuration) -> YearsMonthsDuration | DaysTimeDuration:
    """The built-in `abs` of a duration."""
    if isinstance(duration, YearsMonthsDuration):
        return YearsMonthsDuration.of(abs(duration.total_months))
    return DaysTimeDuration.of(abs(duration.nanos))


def compare(left: Temporal, right: Temporal) -> int:
    """Negative, zero or positive as `left` is before, equal to or after `right`, which is of the same kind.

    Of two date and times at the same instant the one whose clock shows less is before the other (Java's order), so
    that 00:00Z < 01:00+01:00 and not 00:00Z >= 01:00+01:00. Zero times with different offsets may show the same moment.
    """
    if isinstance(left, Date) and isinstance(right, Date):
        return left.days - right.days
    if isinstance(left, Time) and isinstance(right, Time):
        return left.utc_nanos - right.utc_nanos
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return left.total_months - right.total_months
    if isinstance(left, DaysTimeDuration) and isinstance(right, DaysTimeDuration):
        return left.nanos - right.nanos
    assert isinstance(left, DateTime)
    assert isinstance(right, DateTime)
    first, second = _order(left), _order(right)
    return (first > second) - (first < second)


def _order(value: DateTime) -> tuple[int, int, str]:
    return value.instant_nanos, value.local_nanos, value.time.zone or ""


def _later_by_months(point: object, months: int) -> Temporal | None:
    return point.plus_months(months) if isinstance(point, Date | DateTime) else None


def _later_by_nanos(point: object, nanos: int) -> Temporal | None:
    if isinstance(point, Date):
        return point.plus_days(nanos // NANOS_PER_DAY)
    return point.plus_nanos(nanos) if isinstance(point, Time | DateTime) else None
