"""Completion: finds what the cursor is in, asks the part that knows it, and writes the offers for the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.source.escapes import Place, UnwritableCharacterError, escape
from connlint_server.lsp import markup
from connlint_server.lsp.completion_feel import feel_offers
from connlint_server.lsp.completion_secrets import secret_offers
from connlint_server.lsp.completion_tags import tag_offers
from connlint_server.lsp.completion_values import value_offers
from connlint_server.lsp.cursor import Cursor
from connlint_server.lsp.offer import plain
from connlint_server.lsp.positions import to_offset, to_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint.span import Span
    from connlint_server.lsp.offer import Offer, Stop
    from connlint_server.lsp.server import ConnlintServer

TRIGGERS = ['"', "'", "<", ".", "{", "=", "/", " "]


def register(server: ConnlintServer) -> None:
    options = t.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)
    empty = t.CompletionList(is_incomplete=False, items=[])
    server.answer(t.TEXT_DOCUMENT_COMPLETION, completion, empty=empty, options=options)
    server.answer(t.COMPLETION_ITEM_RESOLVE, resolve)


def completion(ls: ConnlintServer, params: t.CompletionParams) -> t.CompletionList:
    analysis = ls.analysis(params.text_document.uri)
    if analysis is None:
        return t.CompletionList(is_incomplete=False, items=[])
    document = analysis.document
    cursor = Cursor(analysis, to_offset(document.lines, params.position, ls.encoding))
    writer = _Writer(ls, cursor)
    items = [item for offer in offers_at(ls, cursor) if (item := writer.item(offer)) is not None]
    return t.CompletionList(is_incomplete=False, items=items)


def offers_at(ls: ConnlintServer, cursor: Cursor) -> Iterable[Offer]:
    """All offers at a place."""
    if cursor.feel is not None:
        return [*secret_offers(ls, cursor), *feel_offers(ls, cursor)]
    if cursor.value is not None:
        return [*secret_offers(ls, cursor), *value_offers(cursor)]
    return list(tag_offers(cursor)) if not cursor.in_start_tag else []


def resolve(ls: ConnlintServer, item: t.CompletionItem) -> t.CompletionItem:
    """Adds the documentation, which the item carries in a short form until then."""
    if isinstance(item.data, dict) and isinstance(item.data.get("documentation"), str):
        item.documentation = markup.content(item.data["documentation"], markdown=ls.client.completes_in_markdown)
    return item


class _Writer:
    """Writes offers for one client at one place."""

    def __init__(self, ls: ConnlintServer, cursor: Cursor) -> None:
        self._ls = ls
        self._cursor = cursor
        self._text = cursor.model.document.text
        self._ranges: dict[Span, t.Range] = {}
        """Hundreds of offers replace the same word."""

    def item(self, offer: Offer) -> t.CompletionItem | None:
        ls = self._ls
        if not offer.span.holds(self._cursor.offset):
            return None  # the cursor is within an escape of what stands behind the word
        snippets = ls.client.takes_snippets and any(not isinstance(part, str) for part in offer.parts)
        try:
            new_text = self._snippet(offer) if snippets else self._encoded(plain(offer.parts), offer)
        except UnwritableCharacterError:
            return None
        given = offer.filter if offer.filter is not None else offer.label
        item = t.CompletionItem(
            label=offer.label,
            kind=offer.kind,
            detail=offer.detail or None,
            sort_text=f"{offer.rank}{offer.label}",
            # The client compares with what stands in the document, so the text to compare is written as there.
            filter_text=given if offer.tag else self._encoded(given, offer),
            text_edit=t.TextEdit(self._range(offer.span), new_text),
            insert_text_format=t.InsertTextFormat.Snippet if snippets else None,
        )
        if offer.documentation:
            if ls.client.resolves_documentation:
                item.data = {"documentation": offer.documentation}
            else:
                item.documentation = markup.content(offer.documentation, markdown=ls.client.completes_in_markdown)
        return item

    def _range(self, span: Span) -> t.Range:
        found = self._ranges.get(span)
        if found is None:
            lines = self._cursor.analysis.document.lines
            found = self._ranges[span] = to_range(lines, self._cursor.in_document(span), self._ls.encoding)
        return found

    def _encoded(self, text: str, offer: Offer) -> str:
        if offer.tag:
            return text
        value = self._cursor.value
        return value.encode(text) if value is not None else escape(text, Place.DOUBLE_QUOTED, "", self._text)

    def _snippet(self, offer: Offer) -> str:
        parts: list[str] = []
        stop = 0
        for part in offer.parts:
            if isinstance(part, str):
                parts.append(_literal(self._encoded(part, offer)))
                continue
            stop += 1
            parts.append(self._stop(stop, part, offer))
        return "".join(parts) + "$0"

    def _stop(self, number: int, choices: Stop, offer: Offer) -> str:
        encoded = [self._encoded(choice, offer) for choice in choices]
        if len(encoded) > 1:
            return f"${{{number}|{','.join(_choice(each) for each in encoded)}|}}"
        return f"${{{number}:{_literal(encoded[0])}}}" if encoded and encoded[0] else f"${number}"


def _literal(text: str) -> str:
    """A text that a snippet takes as it is."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def _choice(text: str) -> str:
    return _literal(text).replace(",", "\\,").replace("|", "\\|")
