"""Workspace symbols: the processes and connector tasks of all models, found by a part of their name or id."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types as t

from connlint_server.paths import uri_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connlint.bpmn.model import FlowNode, Model, Process
    from connlint.span import Span
    from connlint_server.lsp.server import ConnlintServer

MOST = 200
"""Symbols in one answer: what a person looks through."""


class Symbol(NamedTuple):
    """`words` is what the query is looked for in, in small letters."""

    name: str
    words: str
    kind: t.SymbolKind
    container: str
    range: t.Range


class Index:
    """The symbols of files, kept for as long as a file stays the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, tuple[Symbol, ...]]] = {}

    async def find(self, ls: ConnlintServer, params: t.WorkspaceSymbolParams) -> list[t.SymbolInformation]:
        words = params.query.lower().split()
        found: list[t.SymbolInformation] = []
        opened = {document.path: document.uri for document in ls.documents}
        for path in sorted({*ls.neighbours.paths(), *opened}):
            # A large workspace is read at the first question: typing goes on meanwhile.
            symbols, was_read = self._of(ls, path)
            if was_read:
                await asyncio.sleep(0)
            for symbol in symbols:
                if all(word in symbol.words for word in words):
                    place = t.Location(opened.get(path) or uri_of(path), symbol.range)
                    found.append(t.SymbolInformation(place, symbol.name, symbol.kind, None, None, symbol.container))
                    if len(found) == MOST:
                        return found
        return found

    def _of(self, ls: ConnlintServer, path: str) -> tuple[tuple[Symbol, ...], bool]:
        known = self._known.get(path)
        stamp = ls.neighbours.stamp(path)
        if known is not None and known[0] == stamp:
            return known[1], False
        model = ls.neighbours.model(path)
        if model is None:
            return (), False
        symbols = tuple(_symbols(ls, model))
        self._known[path] = (stamp, symbols)
        return symbols, True


def _symbols(ls: ConnlintServer, model: Model) -> Iterator[Symbol]:
    file = os.path.basename(model.path)
    for process in model.processes:
        yield _symbol(ls, model, process, t.SymbolKind.Module, file, process.element.name_span)
    for task in model.tasks:
        node = task.node
        container = f"{node.process.name or node.process.id}, {file}"
        yield _symbol(ls, model, node, t.SymbolKind.Function, container, node.span)


def _symbol(
    ls: ConnlintServer, model: Model, named: FlowNode | Process, kind: t.SymbolKind, container: str, span: Span
) -> Symbol:
    place = ls.place_in(model.path, span)
    where = place.range if place is not None else t.Range(t.Position(0, 0), t.Position(0, 0))
    name = " ".join(named.name.split()) or named.id or "process"
    return Symbol(name, f"{name} {named.id}".lower(), kind, container, where)


def register(server: ConnlintServer) -> None:
    index = Index()

    async def workspace_symbols(ls: ConnlintServer, params: t.WorkspaceSymbolParams) -> list[t.SymbolInformation]:
        return await index.find(ls, params)

    server.answer(t.WORKSPACE_SYMBOL, workspace_symbols, empty=[])
