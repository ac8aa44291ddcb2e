"""Folding: elements and comments of several lines, and the diagram, which nobody reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

_DIAGRAM = re.compile(r"<(?P<name>(?:[\w.-]+:)?BPMNDiagram)\b.*?</(?P=name)\s*>", re.DOTALL)


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_FOLDING_RANGE, folding, empty=[])


def folding(ls: ConnlintServer, params: t.FoldingRangeParams) -> list[dict[str, Any]]:
    """Whole lines, as every client takes them; the line of the end tag stays in sight."""
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    lines = analysis.document.lines
    ranges = []
    begun: set[int] = set()
    for span, kind in _stretches(analysis):
        start, end = lines.position(span.start).line, lines.position(span.end).line
        last = end if kind == "comment" else end - 1
        if last > start and start not in begun:
            begun.add(start)
            ranges.append({"startLine": start, "endLine": last, **({"kind": kind} if kind else {})})
    return ranges[: ls.client.most_folds]


def _stretches(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    """In the document, the outer before the inner."""
    document = analysis.model.document
    if document.root is not None:
        for element in document.root.iter():
            yield analysis.live.to_document(element.span), ""
    for comment in document.comments:
        yield analysis.live.to_document(comment.span), "comment"
    for match in _DIAGRAM.finditer(analysis.document.text):
        yield Span(*match.span()), "region"
