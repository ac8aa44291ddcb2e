"""Applies fixes to a text: the bytes of their spans change, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connlint.finding import Edit, Finding, Fix

MOST_PASSES = 10


class Fixed(NamedTuple):
    """A text with fixes in it, and the findings that they mended."""

    text: str
    mended: tuple[Finding, ...]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; they must not overlap."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position:]])


def fix_text(text: str, check: Callable[[str], list[Finding]], *, unsafe: bool = False) -> Fixed:
    """Mends what can be mended, in passes: a fix that overlaps another waits for the next one.

    `check` gives the findings of a text. A pass that would not change anything, or that brings back an
    earlier text, ends it.
    """
    mended: list[Finding] = []
    seen = {text}
    for _ in range(MOST_PASSES):
        chosen = _without_overlaps(finding for finding in check(text) if _may(finding.fix, unsafe))
        if not chosen:
            break
        changed = apply_edits(text, _edits(chosen))
        if changed in seen:
            break
        seen.add(changed)
        text = changed
        mended += chosen
    return Fixed(text, tuple(mended))


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    edits = dict.fromkeys(edit for finding in findings if finding.fix is not None for edit in finding.fix.edits)
    return list(edits)


def _may(fix: Fix | None, unsafe: bool) -> bool:
    return fix is not None and bool(fix.edits) and (unsafe or fix.safety == "safe")


def _without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        assert finding.fix is not None
        edits = finding.fix.edits
        if any(_collide(edit, other) for edit in edits for other in taken if edit != other):
            continue
        chosen.append(finding)
        taken += edits
    return chosen


def _collide(one: Edit, other: Edit) -> bool:
    """Whether the two cannot both be made: they share characters, or insert at the same place."""
    return one.span.overlaps(other.span) or one.span.start == other.span.start
