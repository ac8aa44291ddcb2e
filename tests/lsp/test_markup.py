"""What a model or a template says is shown as it is: a real Markdown renderer finds nothing to obey in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as t
from markdown_it import MarkdownIt

from connlint.example import rest_task
from connlint_server.lsp import markup
from lsp.editor import Editor

HOSTILE = "![p](https://evil.example/p.png) [run](command:evil) <img src=https://evil.example> `x` **y** _z_ &lt; https://evil.example"
WORDS = st.text(st.sampled_from("ab1 `*_[]()<>!&#|~:\\\"'-+.=\n/é😀"), max_size=40)


def rendered(text: str) -> tuple[str, set[str]]:
    """The text that a reader sees of a paragraph, and the kinds of what it is made of."""
    (_, inline, _) = MarkdownIt("commonmark").parse(text)
    return "".join(each.content for each in inline.children), {each.type for each in inline.children}


@given(WORDS)
def test_literal_words(text: str) -> None:
    written = f"Name: {markup.literal(text)}, and more"
    meant = f"Name: {' '.join(text.split())}, and more"
    assert rendered(written) == (meant, {"text"})
    assert markup.plain(written) == meant


@given(WORDS)
def test_a_value_in_a_sentence(text: str) -> None:
    seen, kinds = rendered(f"Value: {markup.inline(text)}, and more")
    meant = " ".join(text.split())
    assert seen == f"Value: {meant or '(empty)'}, and more"
    assert kinds == ({"text", "code_inline"} if meant else {"text"})


def test_an_address_is_no_link() -> None:
    assert "https:" not in markup.literal("https://evil.example")


@pytest.mark.parametrize("text", ["**a** `b` [c](d) e", "```feel\na ** b\n```", "`` a`b ``"])
def test_plain(text: str) -> None:
    plain = {"**a** `b` [c](d) e": "a b c (d) e", "```feel\na ** b\n```": "a ** b", "`` a`b ``": "a`b"}
    assert markup.plain(text) == plain[text]


@pytest.mark.asyncio(loop_scope="session")
async def test_a_hover_over_hostile_names(editor: Editor) -> None:
    name = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    uri = editor.open(rest_task().text.replace('name="Fetch order"', f'name="{name}"'))
    position = editor.at(uri, "<bpmn:serviceTask", 8)
    hover = await editor.client.text_document_hover_async(t.HoverParams(t.TextDocumentIdentifier(uri), position))
    page = hover.contents.value
    if hover.contents.kind == t.MarkupKind.PlainText:
        assert HOSTILE in page
        return
    title = MarkdownIt("commonmark").parse(page)[1].children
    assert {each.type for each in title} == {"text", "strong_open", "strong_close"}
    assert "".join(each.content for each in title) == HOSTILE
