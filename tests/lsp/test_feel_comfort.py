"""Semantic tokens, signature help and inlay hints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as t

from connlint.example import rest_task
from connlint.source.escapes import Place
from connlint.source.lines import LineIndex
from connlint_server.lsp.feel_tokens import KINDS, coloured
from lsp.editor import Editor

wire = pytest.mark.asyncio(loop_scope="session")
WHOLE = t.Range(t.Position(0, 0), t.Position(10_000, 0))


def told(editor: Editor, uri: str, data: list[int]) -> list[tuple[str, str]]:
    """What the tokens stand on, and their kinds."""
    line = column = 0
    found = []
    for index in range(0, len(data), 5):
        down, right, length, kind, _ = data[index : index + 5]
        line, column = line + down, right + (column if down == 0 else 0)
        where = t.Range(t.Position(line, column), t.Position(line, column + length))
        found.append((editor.cut(uri, where), KINDS[kind]))
    return found


@wire
async def test_semantic_tokens(editor: Editor) -> None:
    uri = editor.open(
        rest_task({"body": '={"a😀": upper case(order.name), b: if x < 2 then "y" else @"P1D"} // end'}).text
    )
    params = t.SemanticTokensParams(t.TextDocumentIdentifier(uri))
    found = await editor.client.text_document_semantic_tokens_full_async(params)
    tokens = told(editor, uri, found.data)
    start = tokens.index(("&#34;a😀&#34;", "string"))
    assert tokens[start : start + 15] == [
        ("&#34;a😀&#34;", "string"),
        ("upper", "function"),
        ("case", "function"),
        ("order", "variable"),
        ("name", "property"),
        ("b", "property"),
        ("if", "keyword"),
        ("x", "variable"),
        (tokens[start + 8][0], "operator"),
        ("2", "number"),
        ("then", "keyword"),
        ("&#34;y&#34;", "string"),
        ("else", "keyword"),
        ("@", "operator"),
        ("&#34;P1D&#34;", "string"),
    ]
    assert ("// end", "comment") in tokens
    assert ("{order", "property") not in tokens
    assert ("response", "variable") in tokens


@wire
async def test_semantic_tokens_part_at_line_ends(editor: Editor) -> None:
    text = rest_task({"body": '="one two" + x'}).text.replace("one two", "one\r\ntwo\u2028three")
    uri = editor.open(text)
    where = t.Range(editor.at(uri, "&#34;one", 0), editor.at(uri, "three"))
    params = t.SemanticTokensRangeParams(t.TextDocumentIdentifier(uri), where)
    found = await editor.client.text_document_semantic_tokens_range_async(params)
    assert told(editor, uri, found.data) == [("&#34;one", "string"), ("two\u2028three&#34;", "string")]


@given(st.text(st.sampled_from('ab ".\\(){}[]:,+-*/<&#;1é😀\n'), max_size=40))
@settings(max_examples=60, deadline=None)
def test_tokens_are_in_order_and_apart(text: str) -> None:
    raw = text.replace("&", "&amp;").replace('"', "&#34;")
    last = 0
    for start, end, _ in coloured("=" + raw, Place.DOUBLE_QUOTED, 1, len(text)):
        assert last <= start < end <= len(raw) + 1
        last = end


async def help_at(editor: Editor, expression: str) -> tuple[str, str] | None:
    """The label of the signature and of the parameter, with the cursor at the end of the expression."""
    uri = editor.open(rest_task({"body": f"={expression}"}).text)
    end = editor.texts[uri].index('" target="body"')
    position = t.Position(*LineIndex(editor.texts[uri]).position(end, editor.encoding))
    params = t.SignatureHelpParams(t.TextDocumentIdentifier(uri), position)
    found = await editor.client.text_document_signature_help_async(params)
    if found is None:
        return None
    signature = found.signatures[found.active_signature]
    parameter = signature.parameters[found.active_parameter].label if signature.parameters else ""
    assert parameter in signature.label
    return signature.label.partition("(")[0], parameter.partition(":")[0]


@wire
async def test_signature_help(editor: Editor) -> None:
    assert await help_at(editor, "string(") == ("string", "from")
    assert await help_at(editor, 'a + substring("x😀, (", ') == ("substring", "start position")
    assert await help_at(editor, "substring(upper case(a), 1, ") == ("substring", "length")
    assert await help_at(editor, "substring(upper case(") == ("upper case", "string")
    assert await help_at(editor, "substring(length: 2, string: ") == ("substring", "string")
    assert await help_at(editor, "sum([1, 2, ") == ("sum", "list...")
    assert await help_at(editor, "string(1)") is None
    assert await help_at(editor, "(1, nothing(") is None
    uri = editor.open(rest_task().text)
    params = t.SignatureHelpParams(t.TextDocumentIdentifier(uri), t.Position(0, 0))
    assert await editor.client.text_document_signature_help_async(params) is None


async def hints(editor: Editor, uri: str, where: t.Range = WHOLE) -> list[str]:
    params = t.InlayHintParams(t.TextDocumentIdentifier(uri), where)
    return [each.label for each in await editor.client.text_document_inlay_hint_async(params)]


@wire
async def test_default_timeouts(editor: Editor) -> None:
    both = {"connectionTimeoutInSeconds": None, "readTimeoutInSeconds": None}
    uri = editor.open(rest_task(both).text)
    assert await hints(editor, uri) == ["timeouts: connect 20 s, read 20 s"]
    assert await hints(editor, uri, t.Range(t.Position(0, 0), t.Position(1, 0))) == []
    uri = editor.open(rest_task({"readTimeoutInSeconds": None}).text)
    assert await hints(editor, uri) == ["timeouts: read as connect"]
    assert await hints(editor, editor.open(rest_task().text)) == []


@wire
async def test_decoded_feel(editor: Editor) -> None:
    uri = editor.open(rest_task({"body": '={"id": "A", "much": "' + "x" * 80 + '"}'}).text)
    (label,) = await hints(editor, uri)
    assert label.startswith('{"id": "A", "much": "xx')
    assert len(label) == 60
    editor.type(uri, "{&#34;id", "z")
    (label,) = await hints(editor, uri)
    assert label.startswith('{"idz": "A"')
