"""Semantic tokens: the FEEL inside attributes in colours, as any language of the editor's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp.feel_sites import feel_sites
from connlint_server.lsp.feel_tokens import KINDS, coloured
from connlint_server.lsp.positions import to_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

LEGEND = t.SemanticTokensLegend(list(KINDS), [])
Json = dict[str, list[int]]
"""Tokens as they go over the wire: a model has thousands, and lsprotocol's types look at each number."""

_LINE_END = re.compile(r"\r\n?|\n")


def register(server: ConnlintServer) -> None:
    # A legend stands for both methods: pygls asks for it with each.
    server.answer(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, full, empty=t.SemanticTokens([]), options=LEGEND)
    server.answer(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, some, empty=t.SemanticTokens([]), options=LEGEND)


def full(ls: ConnlintServer, params: t.SemanticTokensParams) -> Json:
    return _tokens(ls, params.text_document.uri, None)


def some(ls: ConnlintServer, params: t.SemanticTokensRangeParams) -> Json:
    return _tokens(ls, params.text_document.uri, params.range)


def _tokens(ls: ConnlintServer, uri: str, only: t.Range | None) -> Json:
    analysis = ls.analysis(uri)
    if analysis is None:
        return {"data": []}
    lines = analysis.document.lines
    within = to_span(lines, only, ls.encoding) if only is not None else None
    data: list[int] = []
    line = column = 0
    for start, end, kind in _pieces(analysis, within):
        at = lines.position(start, ls.encoding)
        length = lines.position(end, ls.encoding).column - at.column
        data += (at.line - line, at.column - (column if at.line == line else 0), length, kind, 0)
        line, column = at
    return {"data": data}


def _pieces(analysis: Analysis, within: Span | None) -> Iterator[tuple[int, int, int]]:
    """The tokens in order, in the document; one over several lines is parted at the line ends."""
    text = analysis.document.text
    for site in feel_sites(analysis.model):
        value = site.feel.value
        base = analysis.live.to_document(value.span).start
        if within is not None and not (base <= within.end and within.start <= base + value.end - value.start):
            continue
        raw = value.raw
        for start, end, kind in coloured(raw, value.place, site.feel.offset, len(site.feel.text)):
            if within is not None and not (base + start < within.end and within.start < base + end):
                continue
            begin = base + start
            for line_end in _LINE_END.finditer(text, begin, base + end):
                if begin < line_end.start():
                    yield begin, line_end.start(), kind
                begin = line_end.end()
            if begin < base + end:
                yield begin, base + end, kind
