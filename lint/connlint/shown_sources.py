"""The texts that findings stand in, as they may be shown, and where: in lines and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.source.lines import LineIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from connlint.source.document import Document
    from connlint.source.value import SourceValue
    from connlint.span import Span


class Sources:
    """The decoded texts of the files that findings stand in, each read once, when a finding needs it."""

    def __init__(self, read: Callable[[str], str]) -> None:
        """`read` gives a file's text."""
        self._read = read
        self._texts: dict[str, str] = {}
        self._lines: dict[str, LineIndex] = {}
        self._documents: dict[str, Document] = {}

    def text(self, path: str) -> str:
        """The text as it may be shown: asterisks stand for the credentials in it."""
        return self.document(path).text

    def lines(self, path: str) -> LineIndex:
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = LineIndex(self._text(path))
        return lines

    def document(self, path: str) -> Document:
        """The elements of the text as it may be shown, to look up the value that a finding stands in."""
        document = self._documents.get(path)
        if document is None:
            document = self._documents[path] = _without_credentials(self._text(path), path)
        return document

    def start(self, path: str, span: Span) -> tuple[int, int]:
        """Line and column of the first character, both from 1, columns in code points."""
        position = self.lines(path).position(span.start)
        return position.line + 1, position.column + 1

    def end(self, path: str, span: Span) -> tuple[int, int]:
        """Line and column behind the last character."""
        position = self.lines(path).position(span.end)
        return position.line + 1, position.column + 1

    def value_at(self, path: str, span: Span) -> SourceValue | None:
        """The value of the attribute that the span lies in, as it may be shown; None where it lies in none."""
        element = self.document(path).element_at(span.start)
        for attribute in element.attributes.values() if element is not None else ():
            value = attribute.value
            if value.span.start <= span.start and span.end <= value.span.end:
                return value
        return None

    def _text(self, path: str) -> str:
        text = self._texts.get(path)
        if text is None:
            text = self._texts[path] = self._read(path)
        return text


def _without_credentials(text: str, path: str) -> Document:
    from connlint.bpmn.reader import read_model
    from connlint.concealed import concealed_in
    from connlint.source.document import parse

    document = parse(text)
    concealed = concealed_in(read_model(document, path))
    return parse(concealed.in_text(text)) if concealed else document
