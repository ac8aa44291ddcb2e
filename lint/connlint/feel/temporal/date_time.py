"""A day and a time of it: local, with an offset, or in a zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connlint.feel.temporal import civil, zones
from connlint.feel.temporal.date import Date
from connlint.feel.temporal.time import Time

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and time. `time.offset` and `time.zone` tell whether it is local, has an offset or stands in a zone.

    Two of them are equal if all parts are: 00:00Z is not 01:00+01:00 (run time: Java's ZonedDateTime).

    >>> str(DateTime.in_zone(Date(2024, 7, 1), Time.at(12, 0), "Europe/Berlin"))
    '2024-07-01T12:00:00@Europe/Berlin'
    """

    date: Date
    time: Time

    @classmethod
    def in_zone(cls, date: Date, time: Time, zone: int | str, preferred: int | None = None) -> DateTime:
        """That time on the zone's clocks. Where they skip it, the time moves on by what they skip; where they show it
        twice, the offset is `preferred` if that is one of the two, else the earlier one (Java's rules).

        `zone` is an offset in seconds or a zone's id.
        """
        if isinstance(zone, int):
            return cls(date, Time(time.nano_of_day, zone))
        local_second = date.days * civil.SECONDS_PER_DAY + time.nano_of_day // civil.NANOS_PER_SECOND
        earlier, later = zones.local_offsets(zone, local_second)
        if later > earlier:
            moved = time.nano_of_day + (later - earlier) * civil.NANOS_PER_SECOND
            days, nano_of_day = divmod(moved, civil.NANOS_PER_DAY)
            return cls(date.plus_days(days), Time(nano_of_day, later, zone))
        offset = preferred if preferred is not None and preferred in (earlier, later) else earlier
        return cls(date, Time(time.nano_of_day, offset, zone))

    @classmethod
    def at_instant(cls, nanos: int, zone: int | str) -> DateTime:
        """What the zone's clocks show so many nanoseconds after 1970-01-01T00:00Z."""
        if isinstance(zone, int):
            offset, name = zone, None
        else:
            offset, name = zones.offset_at(zone, nanos // civil.NANOS_PER_SECOND), zone
        days, nano_of_day = divmod(nanos + offset * civil.NANOS_PER_SECOND, civil.NANOS_PER_DAY)
        return cls(Date.from_days(days), Time(nano_of_day, offset, name))

    @classmethod
    def from_datetime(cls, moment: datetime) -> DateTime:
        """What a clock of Python shows: with a zone's id if its zone has one, else with the offset, else local."""
        date = Date(moment.year, moment.month, moment.day)
        nanos = moment.microsecond * 1000
        offset = moment.utcoffset()
        if offset is None:
            return cls(date, Time.at(moment.hour, moment.minute, moment.second, nanos))
        zone = getattr(moment.tzinfo, "key", None)
        seconds = offset.days * civil.SECONDS_PER_DAY + offset.seconds
        return cls(date, Time.at(moment.hour, moment.minute, moment.second, nanos, offset=seconds, zone=zone))

    @property
    def is_local(self) -> bool:
        return self.time.offset is None

    @property
    def zone(self) -> int | str | None:
        """The zone's id, else the offset in seconds, else None."""
        return self.time.offset if self.time.zone is None else self.time.zone

    @property
    def local_nanos(self) -> int:
        """Nanoseconds from 1970-01-01T00:00 on its own clock."""
        return self.date.days * civil.NANOS_PER_DAY + self.time.nano_of_day

    @property
    def instant_nanos(self) -> int:
        """Nanoseconds from 1970-01-01T00:00Z; a local one counts as if it were in UTC."""
        return self.local_nanos - (self.time.offset or 0) * civil.NANOS_PER_SECOND

    def plus_nanos(self, nanos: int) -> DateTime:
        """That much real time later: clocks that are put forward or back in between are accounted for."""
        zone = self.zone
        if zone is None:
            days, nano_of_day = divmod(self.local_nanos + nanos, civil.NANOS_PER_DAY)
            return DateTime(Date.from_days(days), Time(nano_of_day))
        return DateTime.at_instant(self.instant_nanos + nanos, zone)

    def plus_months(self, months: int) -> DateTime:
        """The same time on the clock so many months later."""
        date = self.date.plus_months(months)
        zone = self.zone
        if zone is None or not months:
            return DateTime(date, self.time)
        return DateTime.in_zone(date, self.time, zone, self.time.offset)

    def __str__(self) -> str:
        return f"{self.date.padded()}T{self.time}"
