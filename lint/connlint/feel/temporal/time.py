"""A time of day: local, with an offset, or in a zone."""

from __future__ import annotations

from dataclasses import dataclass

from connlint.feel.temporal import civil


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in nanoseconds from midnight (0 up to 86,400,000,000,000, not included).

    `offset` is in seconds east of UTC, None for a local time. `zone` is the zone's id where the time was
    given in one. Two times are equal if all three are: 00:00Z is not 01:00+01:00 (run time: the engine
    compares the parts).

    >>> str(Time.at(10, 30, offset=7200))
    '10:30:00+02:00'
    """

    nano_of_day: int
    offset: int | None = None
    zone: str | None = None

    @classmethod
    def at(
        cls,
        hour: int,
        minute: int,
        second: int = 0,
        nano: int = 0,
        *,
        offset: int | None = None,
        zone: str | None = None,
    ) -> Time:
        seconds = (hour * 60 + minute) * 60 + second
        return cls(seconds * civil.NANOS_PER_SECOND + nano, offset, zone)

    @property
    def is_local(self) -> bool:
        return self.offset is None

    @property
    def hour(self) -> int:
        return self.nano_of_day // (3600 * civil.NANOS_PER_SECOND)

    @property
    def minute(self) -> int:
        return self.nano_of_day // (60 * civil.NANOS_PER_SECOND) % 60

    @property
    def second(self) -> int:
        return self.nano_of_day // civil.NANOS_PER_SECOND % 60

    @property
    def nano(self) -> int:
        return self.nano_of_day % civil.NANOS_PER_SECOND

    @property
    def utc_nanos(self) -> int:
        """Nanoseconds from midnight in UTC, outside one day where the offset leads there: what times are ordered by."""
        return self.nano_of_day - (self.offset or 0) * civil.NANOS_PER_SECOND

    def plus_nanos(self, nanos: int) -> Time:
        """That much later, round the clock; offset and zone stay."""
        return Time((self.nano_of_day + nanos) % civil.NANOS_PER_DAY, self.offset, self.zone)

    def __str__(self) -> str:
        text = civil.clock_text(self.nano_of_day)
        if self.zone is not None:
            return f"{text}@{self.zone}"
        return text if self.offset is None else text + civil.offset_text(self.offset)
