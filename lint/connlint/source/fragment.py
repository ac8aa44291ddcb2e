"""Reads one element of a text anew, in the place of what it was before: what an editor does at every keystroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.source.escapes import Place, escape
from connlint.source.judge import complaint_about
from connlint.source.names import File
from connlint.source.scanner import build

if TYPE_CHECKING:
    from connlint.source.tree import Element
    from connlint.span import Span


def parse_element(text: str, span: Span, before: Element) -> Element | None:
    """The element that is written at `span`, read within the parent of `before`, an element of an earlier text.

    None where the stretch is not one well-formed element of that name, or holds a comment. The parent is not changed.
    """
    parent = before.parent
    written = text[span.start : span.end]
    if parent is None or "<!" in written:
        return None
    prefixes = parent.prefixes
    declarations = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{escape(name, Place.DOUBLE_QUOTED, "", "")}"'
        for prefix, name in prefixes.items()
    )
    if complaint_about(f"<x{declarations}>{written}</x>") is not None:
        return None
    scanned = " " * span.start + written
    element, _ = build(File(text, scanned), (), prefixes=prefixes)
    if element is None or element.span != span or element.tag != before.tag:
        return None
    element.parent = parent
    return element
