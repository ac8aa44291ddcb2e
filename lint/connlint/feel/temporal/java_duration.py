"""The text of a duration of days to seconds as java.time.Duration reads and writes it.

The connectors' run time reads its task headers so, and the engine a `duration("...")` of FEEL that its own pattern
has let through. Years, months and weeks have no fixed length and are no part of it.
"""

from __future__ import annotations

import re

from connlint.whole_number import whole_number

_DURATION = re.compile(
    r"(?P<sign>[-+]?)P(?:(?P<days>[-+]?[0-9]+)D)?"
    r"(?P<time>T(?:(?P<hours>[-+]?[0-9]+)H)?(?:(?P<minutes>[-+]?[0-9]+)M)?"
    r"(?:(?P<seconds>[-+]?[0-9]+)(?:[.,](?P<fraction>[0-9]{0,9}))?S)?)?",
    re.ASCII | re.IGNORECASE,
)
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_NANOS = 1_000_000_000
_MAX = 2**63


def nanoseconds(text: str) -> int | None:
    """The length of an ISO-8601 duration; None where Java cannot read it, which keeps all amounts in 64 bits.

    >>> nanoseconds("PT1.5S"), nanoseconds("p1d"), nanoseconds("P1M"), nanoseconds("PT")
    (1500000000, 86400000000000, None, None)
    """
    found = _DURATION.fullmatch(text)
    if found is None or len(found["time"] or "") == 1 or all(found[unit] is None for unit in _UNITS):
        return None
    whole = 0
    for unit, length in _UNITS.items():
        amount = whole_number(found[unit] or "0")
        if not _fits(amount * length) or not _fits(whole + amount * length):
            return None
        whole += amount * length
    fraction = int((found["fraction"] or "").ljust(9, "0"))
    total = whole * _NANOS + (-fraction if (found["seconds"] or "").startswith("-") else fraction)
    if not _fits(total // _NANOS):
        return None
    if found["sign"] == "-":
        total = -total
    return total if _fits(total // _NANOS) else None


def _fits(number: int) -> bool:
    return -_MAX <= number < _MAX


def text_of(nanos: int) -> str:
    """The text of a duration of so many nanoseconds: hours are the largest unit, and each part has the sign.

    >>> text_of(90_061_500_000_000), text_of(-500_000_000), text_of(0)
    ('PT25H1M1.5S', 'PT-0.5S', 'PT0S')
    """
    if not nanos:
        return "PT0S"
    sign = "-" if nanos < 0 else ""
    seconds, nano = divmod(abs(nanos), _NANOS)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    text = "PT"
    if hours:
        text += f"{sign}{hours}H"
    if minute:
        text += f"{sign}{minute}M"
    if nano:
        text += f"{sign}{second}.{nano:09}".rstrip("0") + "S"
    elif second:
        text += f"{sign}{second}S"
    return text
