"""The edit that takes an element out of a file: with its line where it has one to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.finding import Edit
from connlint.span import Span

if TYPE_CHECKING:
    from connlint.source.document import Document
    from connlint.source.tree import Element


def removed(element: Element, document: Document) -> Edit:
    """The element goes; so does its line, with its indentation and its line end, if nothing else stands there.

    >>> from connlint.source.document import parse
    >>> document = parse("<a>\\n  <b/>\\n</a>")
    >>> removed(document.root.children[0], document).span
    Span(start=4, end=11)
    """
    text = document.text
    start, end = element.span
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    if text[line:start].strip():
        return Edit(element.span, "")
    after = end
    while after < len(text) and text[after] in " \t":
        after += 1
    if text.startswith("\r\n", after):
        return Edit(Span(line, after + 2), "")
    if text[after : after + 1] in ("\n", "\r"):
        return Edit(Span(line, after + 1), "")
    return Edit(element.span, "")
