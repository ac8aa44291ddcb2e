"""Edits of a model as edits of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.finding import Edit
from connlint.span import Span
from connlint_server.lsp.positions import to_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.lsp.documents import OpenDocument
    from connlint_server.lsp.server import ConnlintServer


def workspace_edit(ls: ConnlintServer, document: OpenDocument, edits: Iterable[Edit]) -> t.WorkspaceEdit:
    """Edits of one document's text, with its version where the client takes one."""
    changes = [t.TextEdit(to_range(document.lines, edit.span, ls.encoding), edit.text) for edit in edits]
    if ls.client.takes_document_changes:
        identifier = t.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
        return t.WorkspaceEdit(document_changes=[t.TextDocumentEdit(identifier, list(changes))])
    return t.WorkspaceEdit(changes={document.uri: changes})


def between(before: str, after: str) -> list[Edit]:
    """Small edits that make one text of another: line by line where the lines are as many, else one stretch."""
    if before == after:
        return []
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        return [_one(before, after, 0)]
    edits = []
    offset = 0
    for line, changed in zip(old, new, strict=True):
        if line != changed:
            edits.append(_one(line, changed, offset))
        offset += len(line) + 1
    return edits


def _one(before: str, after: str, offset: int) -> Edit:
    """The stretch between what two texts have in common at their ends. It never parts a line break of two characters."""
    start = 0
    shortest = min(len(before), len(after))
    while start < shortest and before[start] == after[start]:
        start += 1
    end = 0
    while end < shortest - start and before[len(before) - 1 - end] == after[len(after) - 1 - end]:
        end += 1
    if start and before[start - 1 : start] == "\r":
        start -= 1
    if end and before[len(before) - end] == "\n" and before[len(before) - end - 1 : len(before) - end] == "\r":
        end -= 1
    return Edit(Span(offset + start, offset + len(before) - end), after[start : len(after) - end])
