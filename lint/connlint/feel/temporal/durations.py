"""The two durations of FEEL: one counts months, the other nanoseconds."""

from __future__ import annotations

from dataclasses import dataclass

from connlint.feel.temporal.civil import NANOS_PER_SECOND
from connlint.feel.temporal.failure import TemporalFailure

_MAX_INT = 2**31 - 1
_MAX_SECONDS = 2**63


def truncated(dividend: int, divisor: int) -> int:
    """The quotient without its fraction, towards zero, as Java divides; Python's `//` rounds down."""
    quotient = abs(dividend) // abs(divisor)
    return -quotient if (dividend < 0) != (divisor < 0) else quotient


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """So many months, twelve of which are shown as a year.

    >>> str(YearsMonthsDuration(14)), str(YearsMonthsDuration(-14)), str(YearsMonthsDuration(0))
    ('P1Y2M', '-P1Y2M', 'P0Y')
    """

    total_months: int

    @classmethod
    def of(cls, months: int) -> YearsMonthsDuration:
        """Raises TemporalFailure where the years do not fit 32 bits, as the engine does."""
        if abs(truncated(months, 12)) > _MAX_INT:
            raise TemporalFailure(f"a duration of {months} months is too long")
        return cls(months)

    @property
    def years(self) -> int:
        """Whole years, with the duration's sign."""
        return truncated(self.total_months, 12)

    @property
    def months(self) -> int:
        """Months beside the whole years, with the duration's sign."""
        return self.total_months - 12 * self.years

    def __str__(self) -> str:
        if not self.total_months:
            return "P0Y"
        years, months = divmod(abs(self.total_months), 12)
        return f"{'-' if self.total_months < 0 else ''}P{_part(years, 'Y')}{_part(months, 'M')}"


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """So many nanoseconds, shown as days, hours, minutes and whole seconds.

    >>> str(DaysTimeDuration.of_seconds(93_600)), str(DaysTimeDuration.of_seconds(-60)), str(DaysTimeDuration(0))
    ('P1DT2H', '-PT1M', 'P0D')
    """

    nanos: int

    @classmethod
    def of(cls, nanos: int) -> DaysTimeDuration:
        """Raises TemporalFailure where the seconds do not fit 64 bits, as the engine does."""
        if not -_MAX_SECONDS <= nanos // NANOS_PER_SECOND < _MAX_SECONDS:
            raise TemporalFailure("the duration is too long")
        return cls(nanos)

    @classmethod
    def of_seconds(cls, seconds: int) -> DaysTimeDuration:
        return cls.of(seconds * NANOS_PER_SECOND)

    @property
    def whole_seconds(self) -> int:
        """Run time: Java keeps whole seconds rounded *down* and positive nanoseconds; so -0.5 s reads as -1 s."""
        return self.nanos // NANOS_PER_SECOND

    @property
    def millis(self) -> int:
        """Milliseconds without a fraction, towards zero; raises TemporalFailure beyond 64 bits."""
        millis = truncated(self.nanos, 1_000_000)
        if not -_MAX_SECONDS <= millis < _MAX_SECONDS:
            raise TemporalFailure("the duration is too long to be counted in milliseconds")
        return millis

    @property
    def days(self) -> int:
        return truncated(self.whole_seconds, 86_400)

    @property
    def hours(self) -> int:
        """Hours beside the days, with the duration's sign; so are minutes and seconds."""
        return self._within(3600, 24)

    @property
    def minutes(self) -> int:
        return self._within(60, 60)

    @property
    def seconds(self) -> int:
        return self._within(1, 60)

    def _within(self, unit: int, units: int) -> int:
        count = truncated(self.whole_seconds, unit)
        return count - units * truncated(count, units)

    def __str__(self) -> str:
        # Run time: the engine's text drops the fraction of a second.
        seconds = self.whole_seconds
        if not seconds:
            return "P0D"
        minutes, second = divmod(abs(seconds), 60)
        hours, minute = divmod(minutes, 60)
        days, hour = divmod(hours, 24)
        clock = _part(hour, "H") + _part(minute, "M") + _part(second, "S")
        return f"{'-' if seconds < 0 else ''}P{_part(days, 'D')}{'T' + clock if clock else ''}"


def _part(count: int, unit: str) -> str:
    return f"{count}{unit}" if count else ""
