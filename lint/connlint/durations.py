"""Durations as the connectors' run time reads them: by the rules of java.time.Duration."""

from __future__ import annotations

import re

from connlint.whole_number import whole_number

_DURATION = re.compile(
    r"(?P<sign>[-+]?)P(?:(?P<days>[-+]?\d+)D)?"
    r"(?P<time>T(?:(?P<hours>[-+]?\d+)H)?(?:(?P<minutes>[-+]?\d+)M)?"
    r"(?:(?P<seconds>[-+]?\d+)(?:[.,](?P<fraction>\d{0,9}))?S)?)?",
    re.ASCII | re.IGNORECASE,
)
_UNITS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_LARGEST = 2**63 - 1


def nanoseconds(text: str) -> int | None:
    """The length of an ISO-8601 duration of days to seconds; None where the run time cannot read the text.

    >>> nanoseconds("PT1.5S"), nanoseconds("p1d"), nanoseconds("P1M"), nanoseconds("PT")
    (1500000000, 86400000000000, None, None)
    """
    found = _DURATION.fullmatch(text)
    if found is None or all(found[unit] is None for unit in _UNITS) or (found["time"] or "").upper() == "T":
        return None
    amounts = {unit: whole_number(found[unit] or "0") for unit in _UNITS}
    if any(abs(amount) * _UNITS[unit] > _LARGEST for unit, amount in amounts.items()):
        return None
    fraction = int(f"{found['fraction'] or '':0<9}")
    if (found["seconds"] or "").startswith("-"):
        fraction = -fraction
    whole = sum(amount * _UNITS[unit] for unit, amount in amounts.items())
    if abs(whole) > _LARGEST:
        return None
    total = whole * 1_000_000_000 + fraction
    return -total if found["sign"] == "-" else total
