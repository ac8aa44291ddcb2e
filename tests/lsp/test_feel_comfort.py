"""Semantic tokens, signature help and inlay hints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as t

from connlint.example import rest_task
from connlint.source.escapes import Place
from connlint.source.lines import LineIndex, PositionEncoding
from connlint_server.lsp.feel_tokens import KINDS, coloured
from connlint_server.lsp.token_numbers import difference, line_by_line, numbers
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


@wire
async def test_what_is_new_of_semantic_tokens(capable: Editor) -> None:
    uri = capable.open(rest_task({"body": '={a: 1, b: "x"}'}).text)
    await capable.tokens(uri)
    result_id, before = capable._tokens[uri]
    capable.type(uri, "b: ", "c + ")
    params = t.SemanticTokensDeltaParams(t.TextDocumentIdentifier(uri), result_id)
    found = await capable.client.text_document_semantic_tokens_full_delta_async(params)
    (edit,) = found.edits
    assert edit.delete_count <= 5
    assert len(edit.data or ()) - edit.delete_count == 10
    # Who has something else gets everything.
    again = await capable.client.text_document_semantic_tokens_full_delta_async(params)
    assert len(again.data) == len(before) + 10
    assert await capable.tokens(uri) == list(again.data)
    params = t.SemanticTokensDeltaParams(t.TextDocumentIdentifier(uri), capable._tokens[uri][0])
    found = await capable.client.text_document_semantic_tokens_full_delta_async(params)
    assert list(found.edits) == []
    capable.replace(uri, 0, len(capable.texts[uri]), "<x/>")
    capable._tokens.pop(uri)
    assert await capable.tokens(uri) == []


@given(st.lists(st.integers(0, 2)), st.lists(st.integers(0, 2)), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_the_difference_makes_one_of_the_other(before: list[int], after: list[int], much: int) -> None:
    same = list(range(much * 700))
    before, after = [*same, *before, *same], [*same, *after, *same]
    start, end, new = difference(before, after)
    assert [*before[:start], *new, *before[end:]] == after
    if before == after:
        assert (end - start, len(new)) == (0, 0)


@given(st.text('"a .+1é😀\n\r\u2028', max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
@settings(max_examples=100, deadline=None)
def test_numbers_lead_to_the_tokens(text: str, encoding: PositionEncoding) -> None:
    raw = "=" + text.replace('"', "&#34;")
    lines = LineIndex(raw)
    found = numbers(raw, Place.DOUBLE_QUOTED, 1, len(text), encoding)
    pieces = list(line_by_line(raw, Place.DOUBLE_QUOTED, 1, len(text)))
    assert (found is None) == (not pieces)
    data = [found.line, found.column, *found.others] if found is not None else []
    line = column = 0
    for index, (start, end, kind) in enumerate(pieces):
        down, right, length, number, _ = data[index * 5 : index * 5 + 5]
        line, column = line + down, right + (column if down == 0 else 0)
        assert (lines.offset(line, column, encoding), number) == (start, kind)
        assert lines.offset(line, column + length, encoding) == end
    if found is not None:
        assert (found.last_line, found.last_column) == (line, column)


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
