"""The nearest of some known names, for "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was most likely meant, None where none is near.

    One with other case wins; else the closest within a third of the length, two edits at the least.
    """
    candidates = list(known)
    folded = name.casefold()
    for candidate in candidates:
        if candidate.casefold() == folded:
            return candidate
    limit = max(2, len(name) // 3)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if abs(len(candidate) - len(name)) > limit:
            continue
        distance = edit_distance(folded, candidate.casefold(), limit)
        if distance <= limit and distance < len(candidate) and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best else None


def abbreviated(name: str, known: Iterable[str]) -> str | None:
    """The one known name that `name` shortens: its letters in their order, from the first on, at least four.

    >>> abbreviated("queryParams", ["queryParameters", "body"])
    'queryParameters'
    """
    if len(name) < 4:
        return None
    found = [candidate for candidate in known if _shortens(name.casefold(), candidate.casefold())]
    return found[0] if len(found) == 1 else None


def _shortens(short: str, full: str) -> bool:
    letters = iter(full)
    return short[0] == full[:1] and len(short) < len(full) and all(letter in letters for letter in short)


def edit_distance(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two texts; above `limit`, `limit + 1`."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]
