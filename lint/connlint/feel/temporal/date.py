"""A day without a time."""

from __future__ import annotations

from dataclasses import dataclass

from connlint.feel.temporal import civil
from connlint.feel.temporal.failure import TemporalFailure


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the proleptic Gregorian calendar, of year -999999999 to 999999999.

    The constructor trusts its caller; `Date.of` checks.

    >>> str(Date(2024, 2, 29))
    '2024-02-29'
    """

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> Date | None:
        """The day, or None where there is none such."""
        return cls(year, month, day) if civil.is_date(year, month, day) else None

    @classmethod
    def from_days(cls, days: int) -> Date:
        """The day so many days after 1970-01-01; raises TemporalFailure beyond nine digits of year."""
        return cls(*civil.civil_from_days(days))

    @property
    def days(self) -> int:
        """Days from 1970-01-01."""
        return civil.days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return civil.weekday(self.days)

    def plus_days(self, days: int) -> Date:
        return Date.from_days(self.days + days) if days else self

    def plus_months(self, months: int) -> Date:
        """The same day so many months later, or the month's last day where it is too short."""
        year, month0 = divmod(self.year * 12 + self.month - 1 + months, 12)
        if not -civil.MAX_YEAR <= year <= civil.MAX_YEAR:
            raise TemporalFailure(f"the year {year} has more than nine digits")
        return Date(year, month0 + 1, min(self.day, civil.days_in_month(year, month0 + 1)))

    def padded(self) -> str:
        """The text with which a date and time begins: at least four digits of year and never a plus sign."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    def __str__(self) -> str:
        # Run time: Java's LocalDate puts a plus before a year of more than four digits.
        return f"+{self.padded()}" if self.year > 9999 else self.padded()
