"""Time zones: which ids there are, and how far their clocks are from UTC.

An id is one of the tz database (`Europe/Berlin`), or `UTC`, `GMT`, `UT` alone or with an offset (`UTC+02:00`).
The rules come from `zoneinfo`, which knows the years 1 to 9999; outside them the rules of the same year of
another 400-year cycle are used: the first ones and the last ones hold for ever.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from connlint.feel.temporal.civil import DAYS_PER_CYCLE, SECONDS_PER_DAY, offset_text

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

MAX_OFFSET = 18 * 3600
"""Run time: java.time takes no offset beyond 18 hours."""

_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
_LENIENT_OFFSET = re.compile(r"([+-])([0-9]{1,2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?")
_PREFIXED = re.compile(r"(UTC|GMT|UT)(.*)", re.DOTALL)
_REGION = re.compile(r"[A-Za-z][A-Za-z0-9~/._+-]+")
_NOT_IN_JAVA = re.compile(r"posix/|right/|(?:posixrules|localtime|Factory|ROC|EST|MST|HST)$")

_CYCLE = DAYS_PER_CYCLE * SECONDS_PER_DAY
_FIRST = -62_000_000_000
"""A second of the year 5; what lies before is looked up whole cycles later."""
_LAST = 253_000_000_000
"""A second of the year 9987."""


def parse_offset(text: str) -> int | None:
    """Seconds of `Z`, `+02:00` or `+02:00:30`; None for anything else."""
    return _seconds(_OFFSET.fullmatch(text)) if text != "Z" else 0


def parse_zone(text: str) -> int | str | None:
    """A zone as literals write it after `@` or within brackets: seconds of offset, or the id; None if there is none."""
    if text == "Z" or text[:1] in ("+", "-"):
        return parse_offset(text)
    return _parse_region(text, _OFFSET)


def find_zone(text: str) -> int | str | None:
    """A zone as the argument of `date and time(.., timezone)`, where shorter offsets (`+2`, `+0200`) are taken too."""
    if text == "Z":
        return 0
    if text[:1] in ("+", "-"):
        return _seconds(_LENIENT_OFFSET.fullmatch(text))
    return _parse_region(text, _LENIENT_OFFSET)


def offset_at(zone: str, second: int) -> int:
    """How far the zone's clocks are ahead of UTC, in seconds, at a second after 1970-01-01T00:00Z."""
    fixed = _fixed_offset(zone)
    if fixed is not None:
        return fixed
    rules = _rules(zone)
    return _offset(rules.fromutc(_moment(second).replace(tzinfo=rules)))


def local_offsets(zone: str, local_second: int) -> tuple[int, int]:
    """The offsets before and after, for what the zone's clocks show at a second after 1970-01-01T00:00 of theirs.

    The two are equal except where the clocks skip that time (the second is greater) or show it twice (smaller).
    """
    fixed = _fixed_offset(zone)
    if fixed is not None:
        return fixed, fixed
    moment = _moment(local_second).replace(tzinfo=_rules(zone))
    return _offset(moment), _offset(moment.replace(fold=1))


@cache
def standard_offset(zone: str) -> int:
    """The zone's offset this year without daylight saving time: what a time without a date has.

    Run time: the engine asks Java for the standard offset of today. The smallest offset of the year is the same,
    also for zones like Europe/Dublin, for which the tz database calls the winter the exception.
    """
    from time import time

    now = int(time())
    return min(offset_at(zone, now + month * 30 * SECONDS_PER_DAY) for month in range(12))


def _parse_region(text: str, offsets: re.Pattern[str]) -> str | None:
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed:
        prefix, rest = prefixed.groups()
        if not rest:
            return prefix
        if rest[0] in "+-":
            seconds = _seconds(offsets.fullmatch(rest))
            return None if seconds is None else prefix + (offset_text(seconds) if seconds else "")
    return text if _is_region(text) else None


def _is_region(text: str) -> bool:
    if not _REGION.fullmatch(text) or _NOT_IN_JAVA.match(text):
        return False
    try:
        _rules(text)
    except (OSError, ValueError):  # not there, a directory, or not a name of one
        return False
    return True


def _fixed_offset(zone: str) -> int | None:
    prefixed = _PREFIXED.fullmatch(zone)
    if prefixed is None:
        return None
    return _seconds(_OFFSET.fullmatch(prefixed[2])) if prefixed[2] else 0


def _seconds(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    sign, hours, minutes, seconds = match.groups()
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    total = (int(hours) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    if total > MAX_OFFSET:
        return None
    return -total if sign == "-" else total


@cache
def _rules(zone: str) -> ZoneInfo:
    """Raises OSError or ValueError for what is no zone (ZoneInfoNotFoundError is turned into OSError)."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(zone)
    except ZoneInfoNotFoundError as error:
        raise FileNotFoundError(zone) from error


def _moment(second: int) -> datetime:
    """That second after 1970-01-01T00:00, moved by whole cycles into the years that Python knows."""
    from datetime import datetime, timedelta

    if second < _FIRST:
        second += -((second - _FIRST) // _CYCLE) * _CYCLE
    elif second > _LAST:
        second -= -((_LAST - second) // _CYCLE) * _CYCLE
    return datetime(1970, 1, 1) + timedelta(seconds=second)


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return offset.days * SECONDS_PER_DAY + offset.seconds
