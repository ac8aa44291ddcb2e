"""The tokens of one value as the protocol's numbers, and what is different between two lists of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from connlint.source.lines import LineIndex
from connlint_server.lsp.feel_tokens import coloured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connlint.source.escapes import Place
    from connlint.source.lines import PositionEncoding

_LINE_END = re.compile(r"\r\n?|\n")
_CHUNK = 1024


class Numbers(NamedTuple):
    """`line` and `column` are the first token's place, `last_line` and `last_column` that of the last one's beginning.

    Lines count from the value's first one; columns from the value's beginning in that line, else from the line's.
    `others` are all numbers but the first two: length, kind and modifiers, then five of every further token.
    """

    line: int
    column: int
    others: tuple[int, ...]
    last_line: int
    last_column: int


@lru_cache(maxsize=8192)
def numbers(raw: str, place: Place, start: int, size: int, encoding: PositionEncoding) -> Numbers | None:
    """Of the expression `text[start:start + size]` of the value that is written as `raw`; None where it has no token."""
    lines = LineIndex(raw)
    data: list[int] = []
    line = column = first_line = first_column = 0
    for begin, end, kind in line_by_line(raw, place, start, size):
        at = lines.position(begin, encoding)
        length = lines.position(end, encoding).column - at.column
        if data:
            data += (at.line - line, at.column - (column if at.line == line else 0), length, kind, 0)
        else:
            data += (length, kind, 0)
            first_line, first_column = at
        line, column = at
    return Numbers(first_line, first_column, tuple(data), line, column) if data else None


def difference(before: Sequence[int], after: Sequence[int]) -> tuple[int, int, Sequence[int]]:
    """The stretch of `before` in which the two differ, and what stands there in `after`."""
    most = min(len(before), len(after))
    start = _alike(before, after, most)
    end = _alike(before[::-1], after[::-1], most - start)
    return start, len(before) - end, after[start : len(after) - end]


def _alike(one: Sequence[int], other: Sequence[int], most: int) -> int:
    """How many numbers are the same at the beginning, at most so many."""
    count = 0
    while count < most and one[count : min(count + _CHUNK, most)] == other[count : min(count + _CHUNK, most)]:
        count = min(count + _CHUNK, most)
    while count < most and one[count] == other[count]:
        count += 1
    return count


def line_by_line(raw: str, place: Place, start: int, size: int) -> Iterator[tuple[int, int, int]]:
    """The tokens, in `raw`; one over several lines is parted at the line ends."""
    for begin, end, kind in coloured(raw, place, start, size):
        for line_end in _LINE_END.finditer(raw, begin, end):
            if begin < line_end.start():
                yield begin, line_end.start(), kind
            begin = line_end.end()
        if begin < end:
            yield begin, end, kind
