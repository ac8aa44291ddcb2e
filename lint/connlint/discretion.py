"""Keeps credentials out of what a rule says: no message, no fix and no related place repeats one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.confidential import MASK, Confidential
from connlint.credentials import credential_in
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connlint.finding import Edit, Fix
    from connlint.rule import Flag

SHORTEST_BEGINNING = 3
"""Of a credential that a message cuts off, so many characters may be left."""


def discreet(flag: Flag, confidential: Iterable[Confidential], text: str) -> Flag:
    """The flag without the confidential texts. `text` is the file that its edits are made in.

    A fix that would move a credential is made around it; where that cannot be, there is none.
    """
    hidden = [each for each in confidential if credential_in(each.text) is not None]
    if not hidden:
        return flag
    words = sorted({form for each in hidden for form in _forms(each.text)}, key=len, reverse=True)
    fix = flag.fix
    if fix is not None:
        fix = _around(fix._replace(title=_masked(fix.title, words)), hidden, text)
    related = tuple(each._replace(message=_masked(each.message, words)) for each in flag.related)
    return flag._replace(message=_masked(flag.message, words), related=related, fix=fix)


def _forms(text: str) -> Iterator[str]:
    """A text as messages write it: as it is, on one line, or with its escapes."""
    yield text
    yield " ".join(text.split())
    yield repr(text)[1:-1]


def _masked(message: str, words: list[str]) -> str:
    for word in words:
        message = message.replace(word, MASK)
        if "…" in message:
            for length in range(len(word) - 1, SHORTEST_BEGINNING, -1):
                message = message.replace(f"{word[:length]}…", f"{MASK}…")
    return message


def _around(fix: Fix, hidden: list[Confidential], text: str) -> Fix | None:
    edits: list[Edit] = []
    for edit in fix.edits:
        parts = _parts(edit, hidden, text)
        if any(_tells(part.text, hidden) for part in parts):
            return None
        edits += parts
    return fix._replace(edits=tuple(edits))


def _parts(edit: Edit, hidden: list[Confidential], text: str) -> list[Edit]:
    """The edit in parts, so that the credentials within it stay where they are."""
    if not _tells(edit.text, hidden):
        return [edit]
    parts: list[Edit] = []
    at, read = edit.span.start, 0
    for span in sorted(
        {each.span for each in hidden if edit.span.start <= each.span.start and each.span.end <= edit.span.end}
    ):
        found = edit.text.find(text[span.start : span.end], read)
        if found < 0 or span.start < at:
            return [edit]
        parts.append(edit._replace(span=Span(at, span.start), text=edit.text[read:found]))
        at, read = span.end, found + span.end - span.start
    parts.append(edit._replace(span=Span(at, edit.span.end), text=edit.text[read:]))
    return [part for part in parts if part.text != text[part.span.start : part.span.end]]


def _tells(written: str, hidden: list[Confidential]) -> bool:
    from html import unescape

    plain = unescape(written)
    return any(each.text in written or each.text in plain for each in hidden)
