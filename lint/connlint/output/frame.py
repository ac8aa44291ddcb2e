"""The lines of a code frame: a stretch of a text with carets under it, cut to a width."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from connlint.span import Span

if TYPE_CHECKING:
    from connlint.shown_sources import Sources

Style = str
"""`error`, `warning`, `info`, `related`, `gutter` or `strong`."""

MOST_LINES = 4
CUT = "…"


class FrameLine(NamedTuple):
    """One line: its number from 1 (0 for none), what it shows, and the carets below (empty for none)."""

    number: int
    text: str
    marks: str


def source_frame(sources: Sources, path: str, span: Span, width: int) -> list[FrameLine]:
    """The lines of the file that the span covers, each with its carets."""
    text, lines = sources.text(path), sources.lines(path)
    first = lines.position(span.start).line
    last = max(first, lines.position(max(span.start, span.end - 1)).line)
    frame = []
    for number in range(first, min(last, first + MOST_LINES - 1) + 1):
        whole = lines.line_span(number)
        frame.append(_row(number + 1, text, whole, span, width))
    return frame


def decoded_frame(sources: Sources, path: str, span: Span, width: int) -> tuple[str, list[FrameLine]] | None:
    """The value that the span lies in, as it means, where the file encodes it; None where it does not.

    Gives what it is (`FEEL` or `text`) and its lines around the span.
    """
    value = sources.value_at(path, span)
    if value is None or value.raw == value.text:
        return None
    from connlint.source.lines import LineIndex

    decoded = value.text
    inner = Span(value.decoded_offset(span.start), value.decoded_offset(span.end))
    lines = LineIndex(decoded)
    first = lines.position(inner.start).line
    last = max(first, lines.position(max(inner.start, inner.end - 1)).line)
    frame = [
        _row(0, decoded, lines.line_span(number), inner, width)
        for number in range(first, min(last, first + MOST_LINES - 1) + 1)
    ]
    return ("FEEL" if decoded.startswith("=") else "text"), frame


def _row(number: int, text: str, line: Span, span: Span, width: int) -> FrameLine:
    start = min(max(span.start, line.start), line.end)
    end = min(max(span.end, start), line.end)
    window = _window(line, Span(start, end), width)
    # Leading blanks say nothing in a file that is indented by its depth.
    blank = (
        len(text[window.start : start]) - len(text[window.start : start].lstrip()) if window.start == line.start else 0
    )
    cut = CUT if window.start > line.start else ""
    shown_from = window.start + max(0, blank - 2)
    before = cut + _shown(text[shown_from:start])
    marked = _shown(text[start : min(end, window.end)])
    after = _shown(text[min(end, window.end) : window.end]) + (CUT if window.end < line.end else "")
    carets = "^" * max(1, _columns(marked))
    return FrameLine(number, before + marked + after, " " * _columns(before) + carets)


def _window(line: Span, span: Span, width: int) -> Span:
    """The part of a line that fits, with the span in it."""
    if line.end - line.start <= width:
        return line
    length = min(span.end - span.start, width)
    lead = min(span.start - line.start, max((width - length) // 2, width // 4 if length < width // 2 else 0))
    start = span.start - lead
    return Span(start, min(line.end, start + width))


def _shown(text: str) -> str:
    """One cell or two for each character: control characters as a dot, tabs as a blank."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "·" for c in text)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
