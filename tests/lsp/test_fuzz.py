"""Thousands of edits over the wire: server and client have the same text, nothing fails, and the findings are right."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as t
from lsprotocol.converters import get_converter

from connlint.check import check_text
from connlint.source.lines import LineIndex
from lsp.editor import Editor
from lsp.random_edits import Edits

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODEL = (Path(__file__).resolve().parents[2] / "fixtures/templates/orders-v13.bpmn").read_bytes().decode("utf-8")
CONVERTER = get_converter()
ROUNDS = 6
EDITS = 80
"""In each round, sent three at a time: some five hundred edits for each editor."""


@pytest.mark.parametrize("seed", [1])
async def test_random_edits(editor: Editor, seed: int) -> None:
    uri = editor.open(MODEL)
    edits = Edits(seed)
    for round_ in range(ROUNDS):
        for _ in range(EDITS // 3):
            changes, text = [], editor.texts[uri]
            for _ in range(3):
                change = edits.next(text)
                text = text[: change[0]] + change[2] + text[change[1] :]
                changes.append(change)
            editor.change(uri, changes)
            if edits.chance(9):
                await ask_something(editor, uri, len(text) // 2)
        text = editor.texts[uri]
        assert await editor.ask("tests/text", {"uri": uri}) == text, round_
        shown = [(found.code, found.message, editor.cut(uri, found.range)) for found in await editor.diagnostics(uri)]
        lines, path = LineIndex(text), uri.removeprefix("file://")
        expected = [(found.rule, found.message, text[slice(*found.span)]) for found in check_text(text, path)]
        assert shown == expected, (round_, lines.line_count)
        if edits.chance(2):
            editor.replace(uri, 0, len(text), MODEL)
    assert "ERROR" not in editor.log


async def ask_something(editor: Editor, uri: str, offset: int) -> None:
    """Requests between the edits, of which none may fail."""
    identifier = t.TextDocumentIdentifier(uri)
    position = editor.position(editor.texts[uri], offset)
    await editor.completion(uri, position)
    await editor.hover(uri, position)
    await editor.actions(uri, position)
    await editor.client.text_document_document_symbol_async(t.DocumentSymbolParams(identifier))
    await editor.client.text_document_code_lens_async(t.CodeLensParams(identifier))
    place = {"textDocument": {"uri": uri}, "position": {"line": position.line, "character": position.character}}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}}
    for method, params in {
        "documentHighlight": {},
        "foldingRange": {},
        "selectionRange": {"positions": [place["position"]]},
        "documentLink": {},
        "semanticTokens/full": {},
        "semanticTokens/range": {"range": whole},
        "signatureHelp": {},
        "inlayHint": {"range": whole},
        "definition": {},
        "references": {"context": {"includeDeclaration": True}},
        "prepareRename": {},
    }.items():
        kind = t.METHOD_TO_TYPES[f"textDocument/{method}"][2]
        await editor.ask(f"textDocument/{method}", CONVERTER.structure({**place, **params}, kind))
    everywhere = CONVERTER.structure({**place, "range": whole}, t.SemanticTokensRangeParams)
    tokens = await editor.client.text_document_semantic_tokens_range_async(everywhere)
    assert await editor.tokens(uri) == list(tokens.data)
    await editor.ask(t.WORKSPACE_SYMBOL, t.WorkspaceSymbolParams("order"))
