"""The texts that the editor shows, as the client last told them.

They are kept here and not by pygls, whose documents split lines where the protocol does not (U+2028, form feed) and
take milliseconds for each change of a large file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connlint.source.lines import LineIndex
from connlint.span import Span
from connlint_server.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lsprotocol import types as t

    from connlint.source.lines import PositionEncoding

_HIGH, _LOW = re.compile("[\ud800-\udbff]"), re.compile("[\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Region:
    """What changed between two texts: `before` of the old one became `after` of the new one, the rest is the same."""

    before: Span
    after: Span

    def then(self, later: Region) -> Region:
        """Both changes as one."""
        start = min(self.before.start, later.before.start)
        # The later change counts in the text after the first one.
        shift = self.after.end - self.before.end
        end_before = max(self.before.end, later.before.end - shift)
        end_after = max(self.after.end, later.before.end) + later.after.end - later.before.end
        return Region(Span(start, end_before), Span(start, end_after))


@dataclass(eq=False)
class OpenDocument:
    """One open document: its text and version, and what changed since somebody last took note of it."""

    uri: str
    language: str
    version: int
    text: str
    changed: Region | None = None
    """Since `settled`; None where nothing did. The whole text where it was replaced."""
    _lines: LineIndex | None = field(default=None, repr=False)
    path: str = field(init=False)
    """What findings call it: the path of its file, or its URI where it has none."""

    def __post_init__(self) -> None:
        self.path = name_of(self.uri)

    @property
    def lines(self) -> LineIndex:
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    def change(self, changes: Sequence[t.TextDocumentContentChangeEvent], encoding: PositionEncoding) -> None:
        """Makes the changes, in order: each counts in the text that the one before it made."""
        for change in changes:
            span = Span(0, len(self.text))
            given = getattr(change, "range", None)
            if given is not None:
                start = self.lines.offset(given.start.line, given.start.character, encoding)
                end = self.lines.offset(given.end.line, given.end.character, encoding)
                span = Span(min(start, end), max(start, end))
            self._replace(span, change.text)

    def settle(self) -> Region | None:
        """What changed since the last call."""
        changed, self.changed = self.changed, None
        return changed

    def _replace(self, span: Span, text: str) -> None:
        span, text = self._with_other_halves(span, text)
        region = Region(span, Span(span.start, span.start + len(text)))
        self.text = self.text[: span.start] + text + self.text[span.end :]
        self._lines = None
        self.changed = region if self.changed is None else self.changed.then(region)

    def _with_other_halves(self, span: Span, text: str) -> tuple[Span, str]:
        """A change that brings the halves of a surrogate pair together, as clients do that send one at a time, makes a
        character of them."""
        start, end = span
        before, after = self.text[start - 1 : start] if start else "", self.text[end : end + 1]
        if not (_HIGH.match(before) or _LOW.match(after)):
            return span, text
        with_halves = f"{before}{text}{after}"
        joined = with_halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return (span, text) if joined == with_halves else (Span(start - len(before), end + len(after)), joined)


class Documents:
    """All open documents. A client may write one URI in several ways, so that they are kept by their paths."""

    def __init__(self) -> None:
        self._open: dict[str, OpenDocument] = {}

    def open(self, item: t.TextDocumentItem) -> OpenDocument:
        document = OpenDocument(item.uri, item.language_id, item.version, item.text)
        self._open[document.path] = document
        return document

    def change(self, params: t.DidChangeTextDocumentParams, encoding: PositionEncoding) -> OpenDocument | None:
        """The changed document; None for one that was never opened: a client's mistake that costs nobody anything."""
        document = self.get(params.text_document.uri)
        if document is not None:
            document.change(params.content_changes, encoding)
            document.version = params.text_document.version
        return document

    def close(self, uri: str) -> OpenDocument | None:
        return self._open.pop(name_of(uri), None)

    def get(self, uri: str) -> OpenDocument | None:
        return self._open.get(name_of(uri))

    def at(self, path: str) -> OpenDocument | None:
        """The document of a file, or of a URI that is none."""
        return self._open.get(path)

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(list(self._open.values()))
