"""No credential that a model holds is in what an editor shows beside the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lsprotocol import types as t

from connlint.example import Example, rest_task
from lsp.editor import Editor, plain

pytestmark = pytest.mark.asyncio(loop_scope="session")

CREDENTIAL = "4f9Kq2Lz93vTn0"
WHOLE = t.Range(t.Position(0, 0), t.Position(10_000, 0))

EXAMPLES = [
    rest_task({"url": f"HTTPS://a.example/?q=1&api_key={CREDENTIAL}", "method": f"Bearer {CREDENTIAL}"}),
    rest_task({"url": f'="https://a.example/?q=1&api_key={CREDENTIAL}"'}),
    rest_task({"url": f"https://user:{CREDENTIAL}@a.example/"}),
    rest_task({"headers": f'={{"Authorization": "Bearer {CREDENTIAL}", "a": {{{{secrets.X}}}}}}'}),
    rest_task({"headers": f'={{"Authorization" "Bearer {CREDENTIAL}"}}'}),
    rest_task({"authentication.type": "bearer", "authentication.token": f'="{CREDENTIAL}"'}),
    rest_task({"gitlabAccessToken": CREDENTIAL}, {"apiKey": CREDENTIAL}),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
async def test_nothing_beside_the_text_shows_it(editor: Editor, example: Example) -> None:
    uri = editor.open(example.text)
    assert CREDENTIAL in example.text
    identifier = t.TextDocumentIdentifier(uri)
    client = editor.client
    shown: list[Any] = [await editor.diagnostics(uri)]
    actions = await editor.actions(uri, WHOLE)
    shown.append([(action.title, action.diagnostics) for action in actions])
    shown.append(await client.text_document_inlay_hint_async(t.InlayHintParams(identifier, WHOLE)))
    shown.append(await client.text_document_code_lens_async(t.CodeLensParams(identifier)))
    shown.append(await client.text_document_document_symbol_async(t.DocumentSymbolParams(identifier)))
    shown.append(await client.workspace_symbol_async(t.WorkspaceSymbolParams("")))
    shown.append(await editor.ask("connlint/tasks", {"textDocument": {"uri": uri}}))
    for offset in range(0, len(example.text), 7):
        shown.append(await editor.hover(uri, editor.position(example.text, offset)))
    texts = [json.dumps(plain(each), default=str) for each in shown]
    assert [text for text in texts if CREDENTIAL in text] == []
