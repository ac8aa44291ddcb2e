"""Offsets to lines and columns and back, in the three encodings that the language server protocol counts in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal, NamedTuple

from connlint.span import Span

PositionEncoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = r"\r\n?|\n"
"""The protocol's line ends. `str.splitlines` knows more (U+2028, form feed), which are ordinary characters in XML."""

_WIDER = {
    "utf-8": ("[\x80-\U0010ffff]", "[\u0800-\U0010ffff]", "[\U00010000-\U0010ffff]"),
    "utf-16": ("[\U00010000-\U0010ffff]",),
}
"""The characters that take one unit more than those below them; one in several classes takes one more for each."""


class Position(NamedTuple):
    """A place in a text, both counted from 0. What a column counts is the caller's position encoding."""

    line: int
    column: int


class LineIndex:
    """Where the lines of a text begin. Every question is answered in logarithmic time.

    Columns count code points (utf-32), UTF-16 units or UTF-8 bytes from the line's start.
    """

    __slots__ = ("_ascii", "_starts", "_text", "_wide")

    def __init__(self, text: str) -> None:
        self._text = text
        self._ascii = text.isascii()
        self._wide: dict[str, tuple[list[int], ...]] = {}
        starts = [0]
        if "\r" in text:
            starts += [end.end() for end in re.finditer(_LINE_END, text)]
        else:
            start = text.find("\n")
            while start >= 0:
                starts.append(start + 1)
                start = text.find("\n", start + 1)
        self._starts = starts

    @property
    def line_count(self) -> int:
        """The number of lines, at least 1: a line end is followed by a line, if only an empty one."""
        return len(self._starts)

    def position(self, offset: int, encoding: PositionEncoding = "utf-32") -> Position:
        """Line and column of an offset; an offset outside the text counts as the nearest end."""
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._column(self._starts[line], offset, encoding))

    def offset(self, line: int, column: int, encoding: PositionEncoding = "utf-32") -> int:
        """The offset of a position.

        As the protocol says, a column behind the line's end counts as that end (before the line break). A line behind
        the last one counts as the text's end, and a column within a character as that character's start.
        """
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self._text)
        start, end = self.line_span(line)
        if column <= 0:
            return start
        if encoding == "utf-32" or self._ascii:
            return min(start + column, end)
        places = range(start, end + 1)
        return start + bisect_right(places, column, key=lambda place: self._column(start, place, encoding)) - 1

    def line_span(self, line: int) -> Span:
        """The stretch of a line without its line end. Raises IndexError for a line that the text does not have."""
        if not 0 <= line < len(self._starts):
            raise IndexError(f"line {line} of {len(self._starts)}")
        start = self._starts[line]
        if line + 1 == len(self._starts):
            return Span(start, len(self._text))
        end = self._starts[line + 1] - 1
        if end > start and self._text[end] == "\n" and self._text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def _column(self, start: int, offset: int, encoding: PositionEncoding) -> int:
        column = offset - start
        if encoding == "utf-32" or self._ascii:
            return column
        for wide in self._wide_characters(encoding):
            column += bisect_left(wide, offset) - bisect_left(wide, start)
        return column

    def _wide_characters(self, encoding: PositionEncoding) -> tuple[list[int], ...]:
        found = self._wide.get(encoding)
        if found is None:
            found = tuple([match.start() for match in re.finditer(wider, self._text)] for wider in _WIDER[encoding])
            self._wide[encoding] = found
        return found
