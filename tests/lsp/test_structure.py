"""Folding, growing selections, links."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from lsprotocol import types as t

from connlint.example import rest_task
from lsp.editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORKSPACE = Path(__file__).parents[2] / "fixtures" / "workspace"


async def folds(editor: Editor, uri: str) -> list[tuple[int, int, object]]:
    params = t.FoldingRangeParams(t.TextDocumentIdentifier(uri))
    found = await editor.client.text_document_folding_range_async(params)
    return [(each.start_line, each.end_line, each.kind) for each in found]


async def test_folding(editor: Editor) -> None:
    text = (
        rest_task()
        .text.replace("<bpmn:process", "<!-- one\n two -->\n<bpmn:process")
        .replace("</bpmn:definitions>", "<di:BPMNDiagram\n id='x'>\n\n</di:BPMNDiagram></bpmn:definitions>")
        .replace("<bpmn:definitions", '<bpmn:definitions xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"')
    )
    uri = editor.open(text)
    found = await folds(editor, uri)
    lines = text.split("\n")
    folded = {lines[start].strip().split()[0]: (lines[end + 1].strip(), kind) for start, end, kind in found}
    assert folded["<zeebe:ioMapping>"][0] == "</zeebe:ioMapping>"
    assert folded["<bpmn:serviceTask"][0] == "</bpmn:serviceTask>"
    assert folded["<!--"][1] == "comment"
    assert folded["<di:BPMNDiagram"][1] == "region"


async def test_no_more_folds_than_the_client_takes() -> None:
    editor = Editor("maximal")
    editor.capabilities.text_document.folding_range = t.FoldingRangeClientCapabilities(range_limit=2)
    await editor.start()
    assert len(await folds(editor, editor.open(rest_task().text))) == 2
    await editor.stop()


async def test_selections_grow(editor: Editor) -> None:
    uri = editor.open(rest_task({"url": '="https://a😀/" + string(order.id)'}).text)
    params = t.SelectionRangeParams(t.TextDocumentIdentifier(uri), [editor.at(uri, "string(order.i"), t.Position(0, 3)])
    first, second = await editor.client.text_document_selection_range_async(params)
    texts = []
    while first is not None:
        texts.append(editor.cut(uri, first.range))
        first = first.parent
    assert texts[:3] == ["order.id", "string(order.id)", "&#34;https://a😀/&#34; + string(order.id)"]
    assert texts[3].startswith("=&#34;")
    assert texts[4].startswith('source="=')
    assert texts[5].startswith("<zeebe:input")
    assert texts[-1].startswith("<bpmn:definitions")
    assert all(inner in outer for inner, outer in pairwise(texts))
    assert second.range is not None


async def test_links(editor: Editor) -> None:
    path = WORKSPACE / "order-handling.bpmn"
    text = path.read_text("utf-8").replace(
        "<bpmn:callActivity", "<!-- connlint: ignore[unquoted-secret, nothing] x -->\n<bpmn:callActivity", 1
    )
    uri = editor.open(text, path.as_uri())
    params = t.DocumentLinkParams(t.TextDocumentIdentifier(uri))
    found = await editor.client.text_document_document_link_async(params)
    links = {editor.cut(uri, each.range): each.target for each in found}
    assert links["unquoted-secret"].endswith("rules/unquoted-secret.md")
    assert "nothing" not in links
    assert links["order-entry"] == (WORKSPACE / "order-entry.form").as_uri()
    assert links["parcel-shipping"] == (WORKSPACE / "parcel-shipping.bpmn").as_uri()
    editor.close(uri)
