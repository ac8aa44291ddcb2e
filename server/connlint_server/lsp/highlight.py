"""Document highlight: where else in the file the variable or the secret under the cursor is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.named import named_at
from connlint_server.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlight, empty=[])


def highlight(ls: ConnlintServer, params: t.DocumentHighlightParams) -> list[t.DocumentHighlight]:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return []
    lines = analysis.document.lines
    cursor = Cursor(analysis, to_offset(lines, params.position, ls.encoding))
    named = named_at(ls, cursor, own_file=True)
    return [
        t.DocumentHighlight(
            to_range(lines, cursor.in_document(each.span), ls.encoding),
            t.DocumentHighlightKind.Write if each.is_write else t.DocumentHighlightKind.Read,
        )
        for each in (named.places if named is not None else ())
        if each.path == analysis.live.path
    ]
