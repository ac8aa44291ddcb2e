"""A value's text, and the way between it and the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connlint.source import UnwritableCharacterError, parse
from connlint.span import Span

CHARACTERS = st.sampled_from("ab\"'<>& \n\t\r😀é\u2028\x85{}=;#]-!?/")


def written(character, quote, form):
    """One of the ways in which a character may stand in an attribute, and what a parser makes of it."""
    forms = [
        (f"&#{ord(character)};", character),
        (f"&#x{ord(character):X};", character),
        (f"&#0{ord(character)};", character),
    ]
    names = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;"}
    if character in names:
        forms.append((names[character], character))
    if character not in f"<&{quote}\r":
        forms.append((character, " " if character in "\n\t" else character))
    return forms[form % len(forms)]


@st.composite
def attributes(draw):
    quote = draw(st.sampled_from("\"'"))
    pieces = draw(st.lists(st.tuples(CHARACTERS, st.integers(0, 59)), max_size=25))
    parts = [("\r\n", " ") if form == 59 else written(character, quote, form) for character, form in pieces]
    raw = "".join(source for source, _ in parts)
    return quote, raw, "".join(value for _, value in parts)


def value_of(source):
    document = parse(source)
    assert document.problems == ()
    return document.root.attributes["b"].value


@settings(max_examples=150)
@given(attributes(), st.data())
def test_slices_survive_the_way_through_the_source(attribute, data):
    quote, raw, text = attribute
    source = f"<a\n  b = {quote}{raw}{quote}/>"
    value = value_of(source)
    assert value.text == text == etree.fromstring(source).get("b")
    assert source[slice(*value.span)] == raw
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = value.source_span(start, end)
    assert value_of(f"<a b={quote}{source[slice(*span)]}{quote}/>").text == text[start:end]
    assert value.decoded_offset(span.start) == start
    assert value.decoded_offset(span.end) == end


@settings(max_examples=150)
@given(
    st.text(CHARACTERS, max_size=20),
    st.sampled_from("\"'"),
    st.sampled_from(["", "&quot;&#xA;&lt;", "&#34;&#10;&gt;", "'"]),
)
def test_what_is_encoded_decodes_to_itself(text, quote, style):
    style = style.replace("'", "" if quote == "'" else "'")
    value = value_of(f"<a b={quote}{style}{quote}/>")
    assert value_of(f"<a b={quote}{value.encode(text)}{quote}/>").text == text


def content_of(source):
    return parse(source).root.text


CONTENT = st.lists(
    st.sampled_from(
        [
            ("x", "x"),
            ("😀", "😀"),
            ("&#10;", "\n"),
            ("&lt;", "<"),
            ("\r\n", "\n"),
            ("\r", "\n"),
            ("\n", "\n"),
            ("\t", "\t"),
            ('"', '"'),
            ("<![CDATA[]]>", ""),
            ("<![CDATA[a<&amp;\r\nb]]>", "a<&amp;\nb"),
            ("<!-- c -->", ""),
            ("<?p i?>", ""),
        ]
    ),
    max_size=12,
)


@settings(max_examples=100)
@given(CONTENT, st.data())
def test_content_with_sections_and_comments(parts, data):
    raw = "".join(source + ("" if source != "\r" else "y") for source, _ in parts)
    text = "".join(value + ("" if source != "\r" else "y") for source, value in parts)
    source = f"<a>{raw}</a>"
    value = content_of(source)
    assert value.text == text == etree.fromstring(source).xpath("string()")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = value.source_span(start, end)
    assert value.decoded_offset(span.start) == start
    assert value.decoded_offset(span.end) == end
    if end == start + 1:
        assert source[slice(*span)] in (text[start], "&#10;", "&lt;", "\r\n", "\r")


@settings(max_examples=80)
@given(st.text(CHARACTERS, max_size=20), st.sampled_from(["", "<![CDATA[x]]>", "&gt;"]))
def test_encoded_content_decodes_to_itself(text, style):
    encoded = content_of(f"<a>{style}</a>").encode(text)
    if "CDATA" in style:
        if "\r" in text:
            return
        encoded = f"<![CDATA[{encoded}]]>"
    assert content_of(f"<a>{encoded}</a>").text == text


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ('<a b="&#34;x"/>', 'say "no"\n', "say &#34;no&#34;&#10;"),
        ('<a b="&quot;x"/>', 'say "no"', "say &quot;no&quot;"),
        ('<a b="" c="&quot;&#xA;"/>', '"\n', "&quot;&#xA;"),
        ("<a b=''/>", "it's", "it&#39;s"),
        ("<a b=''/>", 'a "b"', 'a "b"'),
        ('<a b="it&#39;s &#62; x"/>', "'>'", "&#39;&#62;&#39;"),
        ('<a b="it\'s > x"/>', "'>'", "'>'"),
        ('<a b=""/>', "a < b & c", "a &#60; b &#38; c"),
        ('<a b="&amp;&lt;"/>', "a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_the_style_of_the_value_then_of_the_file(source, text, expected):
    assert value_of(source).encode(text) == expected


def test_what_no_file_can_hold():
    with pytest.raises(UnwritableCharacterError, match="U\\+0000"):
        value_of('<a b=""/>').encode("a\0")


def test_places():
    source = '<a b="x&#10;y&lt;"/>'
    value = value_of(source)
    assert value.text == "x\ny<"
    assert value.source_span(1, 2) == Span(7, 12)
    assert value.source_span(2, 3) == Span(12, 13)
    assert value.source_span(3, 4) == Span(13, 17)
    assert value.source_span(0, 4) == value.span == Span(6, 17)
    assert value.source_span(2, 2) == Span(12, 12)
    assert [value.decoded_offset(offset) for offset in (0, 6, 7, 9, 12, 13, 15, 17, 99)] == [0, 0, 1, 1, 2, 3, 3, 4, 4]
