"""A value as the process sees it, as the file writes it, and the way between the two."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar, cast

from connlint.source.escapes import Place, decoded_reference, escape
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_REFERENCE = r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|lt|gt|amp|quot|apos);"
_IN_ATTRIBUTE = re.compile(rf"{_REFERENCE}|\r\n?|[\n\t]")
_IN_CONTENT = rf"{_REFERENCE}|\r\n?|<!\[CDATA\[(?s:.*?)\]\]>|<!--(?s:.*?)-->|<\?(?s:.*?)\?>"


def _line_ends(raw: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    at = raw.find("\r", start, end)
    while at >= 0:
        after = at + 2 if raw.startswith("\n", at + 1, end) else at + 1
        yield at, after, "\n"
        at = raw.find("\r", after, end)


class _Offsets:
    """The pieces of a source stretch that decode to something else than themselves, in order.

    Piece i stands at `source_start[i]:source_end[i]` and gives `decoded_start[i]:decoded_end[i]`, which is one
    character or none. Between the pieces source and decoded text run in step.
    """

    __slots__ = ("decoded_end", "decoded_start", "source_end", "source_start")

    def __init__(self, pieces: Iterator[tuple[int, int, str]], start: int) -> None:
        self.source_start = array("I")
        self.source_end = array("I")
        self.decoded_start = array("I")
        self.decoded_end = array("I")
        before = start
        decoded = 0
        for piece_start, piece_end, text in pieces:
            decoded += piece_start - before
            before = piece_end
            self.source_start.append(piece_start)
            self.source_end.append(piece_end)
            self.decoded_start.append(decoded)
            decoded += len(text)
            self.decoded_end.append(decoded)


class SourceValue:
    """The value of an attribute, or the character data of an element that has no child elements.

    Decoded on first use, and the map of offsets is made when first asked for: a value that nobody reads costs nothing.
    In a damaged file a stray `<` or `&` in a value decodes to itself, since that is what was meant.
    """

    __slots__ = ("_offsets", "_once", "_source", "_text", "end", "place", "start")

    def __init__(self, source: str, start: int, end: int, place: Place) -> None:
        self._source = source
        self.start = start
        self.end = end
        self.place = place
        self._text: str | None = None
        self._offsets: _Offsets | None = None
        self._once: dict[object, object] | None = None

    def __repr__(self) -> str:
        return f"SourceValue({self.text!r} at {self.start}:{self.end})"

    @property
    def span(self) -> Span:
        """Where the value is written: between the quotes, or between start and end tag."""
        return Span(self.start, self.end)

    @property
    def raw(self) -> str:
        """The value as it is written."""
        return self._source[self.start : self.end]

    @property
    def text(self) -> str:
        """The value as an XML parser gives it: references resolved, line ends and blanks normalised."""
        text = self._text
        if text is None:
            text = self.raw
            if self._written_otherwise(text):
                text = self._decode(text)
            self._text = text
        return text

    def once(self, work_out: Callable[[SourceValue], T]) -> T:
        """What the function gives for this value, worked out at the first call: for what many rules ask."""
        if self._once is None:
            self._once = {}
        if work_out not in self._once:
            self._once[work_out] = work_out(self)
        return cast("T", self._once[work_out])

    def source_span(self, start: int, end: int) -> Span:
        """The source stretch that writes `text[start:end]`.

        It is the shortest one: for an empty slice an empty stretch, and never half a reference. Offsets outside the
        text count as its nearest end.
        """
        size = len(self.text)
        start = min(max(start, 0), size)
        end = min(max(end, start), size)
        begin = self._source_offset(start)
        if start == end:
            return Span(begin, begin)
        offsets = self._map()
        piece = bisect_right(offsets.decoded_end, end - 1)
        if piece < len(offsets.decoded_start) and offsets.decoded_start[piece] == end - 1:
            return Span(begin, offsets.source_end[piece])
        return Span(begin, self._source_offset(end - 1) + 1)

    def decoded_offset(self, source_offset: int) -> int:
        """The offset in `text` that belongs to a place in the source.

        A place within a reference is its character's; one outside the value counts as the nearest end.
        """
        place = min(max(source_offset, self.start), self.end)
        offsets = self._map()
        piece = bisect_right(offsets.source_start, place) - 1
        if piece < 0:
            return place - self.start
        if place < offsets.source_end[piece]:
            return offsets.decoded_start[piece]
        return offsets.decoded_end[piece] + place - offsets.source_end[piece]

    def encode(self, text: str) -> str:
        """Plain text as it must be written in this place, with the references that the value or the file uses.

        Raises UnwritableCharacterError for a character that no XML file can hold.
        """
        return escape(text, self.place, self.raw, self._source)

    def _written_otherwise(self, raw: str) -> bool:
        if "&" in raw or "\r" in raw:
            return True
        return "<" in raw if self.place is Place.CONTENT else "\n" in raw or "\t" in raw

    def _decode(self, raw: str) -> str:
        parts = []
        before = 0
        for start, end, text in self._pieces(raw):
            parts.append(raw[before:start])
            parts.append(text)
            before = end
        parts.append(raw[before:])
        return "".join(parts)

    def _pieces(self, raw: str) -> Iterator[tuple[int, int, str]]:
        """What decodes to something else: start and end in `raw`, and the text that it gives."""
        in_attribute = self.place is not Place.CONTENT
        for match in _IN_ATTRIBUTE.finditer(raw) if in_attribute else re.finditer(_IN_CONTENT, raw):
            start, end = match.span()
            written = match[0]
            if written[0] == "&":
                text = decoded_reference(written)
                if text is not None:
                    yield start, end, text
            elif in_attribute:
                yield start, end, " "
            elif written[0] == "\r":
                yield start, end, "\n"
            elif written[1] == "!" and written[2] == "[":
                yield start, start + len("<![CDATA["), ""
                yield from _line_ends(raw, start + len("<![CDATA["), end - len("]]>"))
                yield end - len("]]>"), end, ""
            else:
                yield start, end, ""

    def _map(self) -> _Offsets:
        offsets = self._offsets
        if offsets is None:
            start = self.start
            pieces = ((start + begin, start + end, text) for begin, end, text in self._pieces(self.raw))
            offsets = self._offsets = _Offsets(pieces, start)
        return offsets

    def _source_offset(self, decoded: int) -> int:
        """Where the character at `decoded` begins in the source (behind the pieces that give none)."""
        offsets = self._map()
        piece = bisect_right(offsets.decoded_end, decoded) - 1
        if piece < 0:
            return self.start + decoded
        return offsets.source_end[piece] + decoded - offsets.decoded_end[piece]
