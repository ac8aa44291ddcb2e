"""Semantic tokens: the FEEL inside attributes in colours, as any language of the editor's.

A model has thousands of them, and an editor asks with every keystroke: what one value says is worked out once, and what
did not change is not told again.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from lsprotocol import types as t

from connlint_server.lsp.feel_sites import feel_sites
from connlint_server.lsp.feel_tokens import KINDS
from connlint_server.lsp.positions import to_span
from connlint_server.lsp.token_numbers import difference, line_by_line, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.span import Span
    from connlint_server.lsp.analysis import Analysis
    from connlint_server.lsp.server import ConnlintServer

LEGEND = t.SemanticTokensLegend(list(KINDS), [])
Json = dict[str, Any]
"""Tokens as they go over the wire: lsprotocol's types look at each number."""

_told: WeakKeyDictionary[Analysis, tuple[str, list[int]]] = WeakKeyDictionary()
"""What a client was last told of a document, with the id that it knows it by."""
_ids = itertools.count(1)


def register(server: ConnlintServer) -> None:
    # A legend stands for all methods: pygls asks for it with each.
    empty: Json = {"data": []}
    server.answer(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, full, empty=empty, options=LEGEND)
    server.answer(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, delta, empty=empty, options=LEGEND)
    server.answer(t.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, some, empty=empty, options=LEGEND)


def full(ls: ConnlintServer, params: t.SemanticTokensParams) -> Json:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return {"data": []}
    data = _all(ls, analysis)
    return {"resultId": _remember(analysis, data), "data": data}


def delta(ls: ConnlintServer, params: t.SemanticTokensDeltaParams) -> Json:
    """What is different from the tokens that the client has; all of them where it has others."""
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return {"data": []}
    known = _told.get(analysis)
    data = _all(ls, analysis)
    result_id = _remember(analysis, data)
    if known is None or known[0] != params.previous_result_id:
        return {"resultId": result_id, "data": data}
    start, end, new = difference(known[1], data)
    edits = [{"start": start, "deleteCount": end - start, "data": new}] if end > start or new else []
    return {"resultId": result_id, "edits": edits}


def some(ls: ConnlintServer, params: t.SemanticTokensRangeParams) -> Json:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return {"data": []}
    lines = analysis.document.lines
    data: list[int] = []
    line = column = 0
    for start, end, kind in _pieces(analysis, to_span(lines, params.range, ls.encoding)):
        at = lines.position(start, ls.encoding)
        length = lines.position(end, ls.encoding).column - at.column
        data += (at.line - line, at.column - (column if at.line == line else 0), length, kind, 0)
        line, column = at
    return {"data": data}


def _all(ls: ConnlintServer, analysis: Analysis) -> list[int]:
    lines, encoding, live = analysis.document.lines, ls.encoding, analysis.live
    data: list[int] = []
    line = column = 0
    for site in feel_sites(analysis.model):
        feel = site.feel
        value = feel.value
        found = numbers(value.raw, value.place, feel.offset, len(feel.text), encoding)
        if found is None:
            continue
        base_line, base = lines.position(live.to_document(value.span).start, encoding)
        first_line = base_line + found.line
        first = found.column if found.line else base + found.column
        data += (first_line - line, first - column if first_line == line else first)
        data += found.others
        line = base_line + found.last_line
        column = found.last_column if found.last_line else base + found.last_column
    return data


def _remember(analysis: Analysis, data: list[int]) -> str:
    result_id = str(next(_ids))
    _told[analysis] = result_id, data
    return result_id


def _pieces(analysis: Analysis, within: Span) -> Iterator[tuple[int, int, int]]:
    """The tokens of a stretch in order, in the document."""
    for site in feel_sites(analysis.model):
        value = site.feel.value
        base = analysis.live.to_document(value.span).start
        if not (base <= within.end and within.start <= base + value.end - value.start):
            continue
        for start, end, kind in line_by_line(value.raw, value.place, site.feel.offset, len(site.feel.text)):
            if base + start < within.end and within.start < base + end:
                yield base + start, base + end, kind
