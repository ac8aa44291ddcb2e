"""Keeps credentials out of what a rule says: no message, no fix and no related place repeats one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.span import Span

if TYPE_CHECKING:
    from connlint.concealed import Concealed
    from connlint.finding import Edit, Fix
    from connlint.rule import Flag


def discreet(flag: Flag, concealed: Concealed, text: str) -> Flag:
    """The flag without what is concealed. `text` is the file that its edits are made in.

    A fix that would move a credential is made around it; where that cannot be, it is confidential: it can be made and
    is not shown.
    """
    if not concealed:
        return flag
    fix = flag.fix
    if fix is not None:
        fix = _around(fix._replace(title=concealed.in_message(fix.title)), concealed, text)
    related = tuple(each._replace(message=concealed.in_message(each.message)) for each in flag.related)
    return flag._replace(message=concealed.in_message(flag.message), related=related, fix=fix)


def _around(fix: Fix, concealed: Concealed, text: str) -> Fix:
    edits = tuple(part for edit in fix.edits for part in _parts(edit, concealed, text))
    if any(concealed.is_in(edit.text) for edit in edits):
        return fix._replace(confidential=True)
    return fix._replace(edits=edits)


def _parts(edit: Edit, concealed: Concealed, text: str) -> list[Edit]:
    """The edit in parts, so that the credentials within it stay where they are."""
    if not concealed.is_in(edit.text):
        return [edit]
    parts: list[Edit] = []
    at, read = edit.span.start, 0
    for span in concealed.spans:
        if not (edit.span.start <= span.start and span.end <= edit.span.end):
            continue
        found = edit.text.find(text[span.start : span.end], read)
        if found < 0 or span.start < at:
            return [edit]
        parts.append(edit._replace(span=Span(at, span.start), text=edit.text[read:found]))
        at, read = span.end, found + span.end - span.start
    parts.append(edit._replace(span=Span(at, edit.span.end), text=edit.text[read:]))
    return [part for part in parts if part.text != text[part.span.start : part.span.end]]
