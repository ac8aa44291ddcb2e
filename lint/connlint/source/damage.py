"""What a repair works on: the text, its copy in which damage is blanked, and the problems found."""

from __future__ import annotations

import re

from connlint.source.escapes import decoded_reference
from connlint.source.lines import LineIndex
from connlint.source.problem import SyntaxProblem
from connlint.span import Span

MOST_PROBLEMS = 50
"""More help nobody: the file is something else than a process model."""

BYTES_LIMIT = 10_000_000
"""libxml2's limit for a value, a text and a comment, in bytes of UTF-8."""

NAME_LIMIT = 50_000
"""libxml2's limit for a name, in bytes of UTF-8."""

_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?")
_FIRST = "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_LATER = _FIRST + "\\-.0-9\xb7\u0300-\u036f\u203f-\u2040"
_NAME = f"[{_FIRST}][{_LATER}]*(?::[{_FIRST}][{_LATER}]*)?"
"""Names in namespaces, 1.0 third edition. Compiled only for a name that is not ASCII: it takes long."""

_REFERENCE = re.compile(r"&(?:#(?:[0-9]+|x[0-9A-Fa-f]+)|[^ \t\r\n&;<>\"'#=]{1,64});")
_NOT_XML = (r"[\0-\x08\x0b\x0c\x0e-\x1f]", r"[\ud800-\udfff]", r"[\ufffe-\uffff]")
STAND_IN = "\ufffd"
"""Stands for a character that XML does not have; a name may hold it, so that nothing else breaks."""


class Damage:
    """A damaged text on its way to one that can be read. `out` has one character for each of `text`."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.problems: list[SyntaxProblem] = []
        self.text = self._without_characters_that_xml_lacks(text)
        self.out = list(self.text)
        self.repaired_tags: set[int] = set()
        """Where start tags begin that were damaged: what follows from it is not reported as well."""
        self._names: dict[str, bool] = {}
        self._found: dict[str, int] = {}

    @property
    def is_full(self) -> bool:
        """Whether no further problem is noted."""
        return len(self.problems) >= MOST_PROBLEMS

    def next(self, mark: str, start: int) -> int:
        """Where `mark` next stands from `start` on, -1 if nowhere; asked with growing starts.

        Remembered, so that many openings without an end do not each search the whole text.
        """
        known = self._found.get(mark, 0)
        if known >= 0 and (known < start or mark not in self._found):
            known = self._found[mark] = self.text.find(mark, start)
        return known

    def line(self, offset: int) -> int:
        """The number of the line, from 1, for a message."""
        return LineIndex(self.text[:offset]).line_count

    def report(self, start: int, end: int, message: str, related: Span | None = None) -> None:
        """Notes a problem at `start:end`, the end of the text at most."""
        if not self.is_full:
            size = len(self.text)
            self.problems.append(SyntaxProblem(Span(min(start, size), min(end, size)), message, related))

    def blank(self, start: int, end: int) -> None:
        """Overwrites a stretch with spaces."""
        self.out[start:end] = " " * (end - start)

    def is_name(self, name: str) -> bool:
        """Whether an element or attribute may have the name: at most one colon, within it."""
        known = self._names.get(name)
        if known is None:
            known = bool(_ASCII_NAME.fullmatch(name) or (not name.isascii() and re.fullmatch(_NAME, name)))
            self._names[name] = known
        return known

    def check_references(self, start: int, end: int, where: str) -> None:
        """Reports and blanks each `&` in `start:end` that begins no reference to a character."""
        text = self.text
        at = text.find("&", start, end)
        while at >= 0:
            match = _REFERENCE.match(text, at, end)
            if match is None:
                self.report(at, at + 1, f"`&` begins a reference in XML; as a character it is written `&amp;` {where}")
            elif decoded_reference(match[0]) is None:
                name = match[0]
                self.report(
                    *match.span(),
                    f"`{name}` is no character of XML"
                    if name[1] == "#"
                    else f"the entity `{name}` is not declared; XML knows `&lt;` `&gt;` `&amp;` `&quot;` `&apos;`, "
                    "and numbers such as `&#160;`",
                )
            else:
                at = text.find("&", match.end(), end)
                continue
            self.out[at] = " "
            at = text.find("&", at + 1, end)

    def check_size(self, start: int, end: int, what: str) -> None:
        """Reports a stretch that is larger than libxml2 reads."""
        if (end - start) * 4 > BYTES_LIMIT and len(self.text[start:end].encode()) > BYTES_LIMIT:
            self.report(start, start + 1, f"{what} is too long: more than {BYTES_LIMIT:,} bytes are not read")

    def _without_characters_that_xml_lacks(self, text: str) -> str:
        for characters in _NOT_XML:
            for match in re.finditer(characters, text):
                at = match.start()
                span = Span(at, at + 1)
                if not self.is_full:
                    self.problems.append(SyntaxProblem(span, f"U+{ord(match[0]):04X} is no character of XML"))
            text = re.sub(characters, STAND_IN, text)
        return text
