"""Offsets, lines and columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connlint.source import LineIndex
from connlint.span import Span

TEXTS = st.text(st.sampled_from("ab\n\r\té€😀\u2028\x0c\x0b\x85"), max_size=40)
ENCODINGS = ("utf-8", "utf-16", "utf-32")
UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def units(text, encoding):
    return len(text.encode(encoding if encoding == "utf-8" else encoding + "-le")) // UNIT[encoding]


def test_only_the_protocols_line_ends_count():
    index = LineIndex("a\u2028b\x0cc\nd\r\ne\rf")
    assert index.line_count == 4
    assert [index.line_span(line) for line in range(4)] == [Span(0, 5), Span(6, 7), Span(9, 10), Span(11, 12)]


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 10), ("utf-16", 5), ("utf-32", 4)])
def test_columns(encoding, column):
    index = LineIndex("x\né€😀x!")
    assert index.position(6, encoding) == (1, column)
    assert index.offset(1, column, encoding) == 6


def test_clamped_as_the_protocol_says():
    index = LineIndex("ab\r\n😀\n")
    assert index.offset(0, 99) == 2
    assert index.offset(99, 0) == 6
    assert index.offset(-1, 5) == 0
    assert index.offset(1, 1, "utf-16") == 4
    assert index.offset(1, 3, "utf-8") == 4
    assert index.position(-3) == (0, 0)
    assert index.position(99) == (2, 0)
    with pytest.raises(IndexError):
        index.line_span(3)


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(ENCODINGS))
def test_agrees_with_a_count_from_the_start(text, encoding):
    index = LineIndex(text)
    lines = re.split(r"\r\n|\r|\n", text)
    assert index.line_count == len(lines)
    assert [text[slice(*index.line_span(line))] for line in range(len(lines))] == lines
    for offset in range(len(text) + 1):
        before = re.split(r"\r\n|\r|\n", text[:offset])
        if text[offset - 1 : offset + 1] == "\r\n" and offset:
            continue
        position = index.position(offset, encoding)
        assert position == (len(before) - 1, units(before[-1], encoding))
        assert index.offset(*position, encoding) == offset
