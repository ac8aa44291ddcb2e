"""Definition and references of process variables and secrets, across the models that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint_server.lsp.named import named_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.lsp.occurrences import Occurrence
    from connlint_server.lsp.server import ConnlintServer


def register(server: ConnlintServer) -> None:
    server.answer(t.TEXT_DOCUMENT_DEFINITION, definition, empty=[])
    server.answer(t.TEXT_DOCUMENT_REFERENCES, references, empty=[])


def definition(ls: ConnlintServer, params: t.DefinitionParams) -> list[t.Location]:
    """The places that write a variable. A secret is defined nowhere in the models: its other uses are shown."""
    named = named_in(ls, params.text_document.uri, params.position)
    if named is None:
        return []
    if named.kind == "secret":
        return _locations(ls, (each for each in named.places if each[:2] != named.here[:2]))
    return _locations(ls, (each for each in named.places if each.is_write))


def references(ls: ConnlintServer, params: t.ReferenceParams) -> list[t.Location]:
    named = named_in(ls, params.text_document.uri, params.position)
    if named is None:
        return []
    with_writes = params.context.include_declaration
    return _locations(ls, (each for each in named.places if with_writes or not each.is_write))


def _locations(ls: ConnlintServer, places: Iterable[Occurrence]) -> list[t.Location]:
    found = (ls.place_in(each.path, each.span) for each in places)
    return [each for each in found if each is not None]
