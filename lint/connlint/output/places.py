"""Where a finding stands, in lines and columns, and the texts that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint.source.lines import LineIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connlint.finding import Finding
    from connlint.source.document import Document
    from connlint.span import Span


class Sources:
    """The decoded texts of the files that findings stand in, each read once, when a finding needs it."""

    def __init__(self, read: Callable[[str], str], findings: Iterable[Finding] = ()) -> None:
        """`read` gives a file's text. Credentials, and what confidential findings stand on, are blotted out in it."""
        self._read = read
        self._confidential: dict[str, list[Span]] = {}
        for finding in findings:
            if finding.confidential:
                self._confidential.setdefault(finding.path, []).append(finding.span)
        self._lines: dict[str, tuple[str, LineIndex]] = {}
        self._texts: dict[str, str] = {}
        self._documents: dict[str, Document] = {}

    def text(self, path: str) -> str:
        """The text as it may be shown: of the same length as the file's."""
        text = self._texts.get(path)
        if text is None:
            whole = self._entry(path)[0]
            text = self._texts[path] = blotted(whole, (*self._confidential.get(path, ()), *credentials_in(whole, path)))
        return text

    def lines(self, path: str) -> LineIndex:
        return self._entry(path)[1]

    def document(self, path: str) -> Document:
        """The elements of a file, to look up the value that a finding stands in."""
        document = self._documents.get(path)
        if document is None:
            from connlint.source.document import parse

            document = self._documents[path] = parse(self.text(path))
        return document

    def start(self, path: str, span: Span) -> tuple[int, int]:
        """Line and column of the first character, both from 1, columns in code points."""
        position = self.lines(path).position(span.start)
        return position.line + 1, position.column + 1

    def end(self, path: str, span: Span) -> tuple[int, int]:
        """Line and column behind the last character."""
        position = self.lines(path).position(span.end)
        return position.line + 1, position.column + 1

    def value_at(self, path: str, span: Span) -> str | None:
        """The decoded value of the attribute that the span lies in; None where it lies in none.

        What is blotted out in the text is so in the value.
        """
        element = self.document(path).element_at(span.start)
        for attribute in element.attributes.values() if element is not None else ():
            value = attribute.value
            if value.span.start <= span.start and span.end <= value.span.end:
                return value.text
        return None

    def _entry(self, path: str) -> tuple[str, LineIndex]:
        entry = self._lines.get(path)
        if entry is None:
            text = self._read(path)
            entry = self._lines[path] = (text, LineIndex(text))
        return entry


def credentials_in(text: str, path: str) -> Iterator[Span]:
    """Where credentials stand in the text of a model; nowhere in any other file."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return
    from connlint.confidential import confidential_in_model
    from connlint.workspace import model_of

    for each in confidential_in_model(model_of(text, path)):
        yield each.span


def blotted(text: str, spans: Iterable[Span]) -> str:
    """The text with asterisks for the characters of the spans; nothing else moves."""
    for span in spans:
        text = f"{text[: span.start]}{'*' * (span.end - span.start)}{text[span.end :]}"
    return text


def printable(text: str) -> str:
    """The text with its control characters made visible, so that a model cannot steer a terminal."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _visible(character) for character in text)


def _visible(character: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in named:
        return named[character]
    if character == "\N{NO-BREAK SPACE}" or character.isspace():
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
