"""Ranges of engine versions, as templates write them (`^8.3`), in the notation of node's semver."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from connlint.lazy_pattern import lazy
from connlint.whole_number import BEYOND, whole_number

if TYPE_CHECKING:
    import re

_COMPARATOR = lazy(r"(\^|~|>=|<=|>|<|=)?\s*v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][\w.+-]+)?")
_HYPHEN = lazy(r"(?<!\s)\s+-\s+")
_VERSION = lazy(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?![\d.])")

Version = tuple[int, int, int]
_Bounds = tuple[Version, Version]
LONGEST_RANGE = 10_000
"""Characters of a range; what is longer is none that somebody wrote."""

_LAST = (2 * BEYOND, 0, 0)


def range_admits(engines: str | None, engine_version: str | None) -> bool:
    """Whether the range admits the version. No range, an unreadable range or an unknown version: True.

    A version without a patch level (`8.5`) stands for all of them: it is admitted where one is. A pre-release
    (`8.8.0-alpha8`) counts as its release: templates of a release are developed on it.
    """
    if engines is None or engine_version is None:
        return True
    meant = _meant_by(engine_version)
    alternatives = _bounds_of(engines)
    if meant is None or alternatives is None:
        return True
    return any(max(low, meant[0]) < min(high, meant[1]) for low, high in alternatives)


def _meant_by(text: str) -> _Bounds | None:
    """The versions that a version's text stands for, as a half-open interval; None where it is none."""
    found = _VERSION.match(text.strip())
    if found is None:
        return None
    major, minor, patch = (whole_number(each) if each is not None else None for each in found.groups())
    assert major is not None
    return _interval(major, minor, patch)


def _interval(major: int, minor: int | None, patch: int | None) -> _Bounds:
    """All versions that begin with the numbers."""
    low = (major, minor or 0, patch or 0)
    if minor is None:
        return low, (major + 1, 0, 0)
    if patch is None:
        return low, (major, minor + 1, 0)
    return low, (major, minor, patch + 1)


@lru_cache(maxsize=64)
def _bounds_of(engines: str) -> tuple[_Bounds, ...] | None:
    """The half-open intervals of a range; None where it cannot be read."""
    if len(engines) > LONGEST_RANGE:
        return None
    alternatives: list[_Bounds] = []
    for part in engines.split("||"):
        bounds = _intersection(part.strip())
        if bounds is None:
            return None
        alternatives.append(bounds)
    return tuple(alternatives)


def _intersection(part: str) -> _Bounds | None:
    low, high = (0, 0, 0), _LAST
    ends = _HYPHEN.split(part)
    if len(ends) == 2:
        part = f">={ends[0]} <={ends[1]}"
    position = 0
    while position < len(part):
        found = _COMPARATOR.match(part, position)
        if found is None:
            return None
        one = _one(found)
        low, high = max(low, one[0]), min(high, one[1])
        position = found.end()
        if position < len(part) and not part[position].isspace():
            return None
        position += len(part[position:]) - len(part[position:].lstrip())
    return low, high


def _one(found: re.Match[str]) -> _Bounds:
    sign = found[1]
    numbers = [whole_number(each) if each and each.isdecimal() else None for each in found.groups()[1:]]
    if numbers[0] is None:
        return (0, 0, 0), _LAST
    major, minor, patch = numbers[0], numbers[1], numbers[2] if numbers[1] is not None else None
    low, after = _interval(major, minor, patch)
    match sign:
        case "^":
            if major or minor is None:
                return low, (major + 1, 0, 0)
            return low, (0, minor + 1, 0) if minor or patch is None else (0, 0, patch + 1)
        case "~":
            return low, (major, minor + 1, 0) if minor is not None else (major + 1, 0, 0)
        case ">=":
            return low, _LAST
        case ">":
            return after, _LAST
        case "<":
            return (0, 0, 0), low
        case "<=":
            return (0, 0, 0), after
    return low, after
