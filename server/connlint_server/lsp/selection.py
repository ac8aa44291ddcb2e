"""Growing a selection: a part of an expression, the expression, the value, the attribute, the tag, the elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.feel.scopes import visit
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_SELECTION_RANGE, selection, empty=[])


def selection(ls: ConnlintServer, params: t.SelectionRangeParams) -> list[t.SelectionRange]:
    """One chain for each position, the innermost range first."""
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    return [_chain(ls, analysis, position) for position in params.positions]


def _chain(ls: ConnlintServer, analysis: Analysis, position: t.Position) -> t.SelectionRange:
    cursor = Cursor(analysis, to_offset(analysis.document.lines, position, ls.encoding))
    chain: t.SelectionRange | None = None
    inner: Span | None = None
    spans = []
    for each in _around(cursor):
        span = cursor.in_document(each)
        if not each.holds(cursor.offset):
            continue  # the cursor is within an escape of what stands behind it
        if span != inner and (inner is None or (span.start <= inner.start and inner.end <= span.end)):
            spans.append(span)
            inner = span
    for span in reversed(spans):
        chain = t.SelectionRange(to_range(analysis.document.lines, span, ls.encoding), chain)
    return chain if chain is not None else t.SelectionRange(t.Range(position, position))


def _around(cursor: Cursor) -> Iterator[Span]:
    """The stretches of the model around the cursor, from the inside out."""
    place = cursor.feel
    if place is not None:
        around = [node for node, _ in visit(place.feel.parsed.tree) if node.span.holds(place.offset)]
        for node in sorted(around, key=lambda node: node.end - node.start):
            if node.start < node.end:
                yield place.feel.span(*node.span)
        yield place.feel.whole
    attribute = cursor.attribute
    if attribute is not None:
        yield attribute.value.span
        yield attribute.span
    element = cursor.element
    if element is not None and cursor.in_start_tag:
        yield element.start_tag
    while element is not None:
        if element.content.holds(cursor.offset):
            yield element.content
        yield element.span
        element = element.parent
