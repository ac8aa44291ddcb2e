"""Spans of a text to ranges of the protocol and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from connlint.span import Span

if TYPE_CHECKING:
    from connlint.source.lines import LineIndex, PositionEncoding


def to_position(lines: LineIndex, offset: int, encoding: PositionEncoding) -> t.Position:
    line, column = lines.position(offset, encoding)
    return t.Position(line, column)


def to_range(lines: LineIndex, span: Span, encoding: PositionEncoding) -> t.Range:
    return t.Range(to_position(lines, span.start, encoding), to_position(lines, span.end, encoding))


def to_offset(lines: LineIndex, position: t.Position, encoding: PositionEncoding) -> int:
    return lines.offset(position.line, position.character, encoding)


def to_span(lines: LineIndex, given: t.Range, encoding: PositionEncoding) -> Span:
    start, end = to_offset(lines, given.start, encoding), to_offset(lines, given.end, encoding)
    return Span(min(start, end), max(start, end))
