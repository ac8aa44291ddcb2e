"""A BPMN file as connlint reads it: the elements that can be read, and what is wrong with the XML."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from connlint.source.judge import complaint_about
from connlint.source.lines import LineIndex
from connlint.source.names import File
from connlint.source.problem import SyntaxProblem
from connlint.source.scanner import build
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from connlint.source.judge import Complaint
    from connlint.source.tree import Comment, Element

DIAGRAM = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
"""The drawing of a model: half of the file, and nothing of it is executed."""

_SKIPPED = frozenset({DIAGRAM})


class Document:
    """A file's elements with their places. Of a file that is not well-formed, those that can be read."""

    __slots__ = ("_lines", "comments", "problems", "root", "text")

    def __init__(
        self, text: str, root: Element | None, comments: tuple[Comment, ...], problems: tuple[SyntaxProblem, ...]
    ) -> None:
        self.text = text
        self.root = root
        self.comments = comments
        """In the order of the source."""
        self.problems = problems
        """In the order of the source; empty for a well-formed file."""
        self._lines: LineIndex | None = None

    @property
    def lines(self) -> LineIndex:
        """The lines of the text."""
        lines = self._lines
        if lines is None:
            lines = self._lines = LineIndex(self.text)
        return lines

    def is_damaged(self, element: Element) -> bool:
        """Whether something is wrong within the element, so that what it seems to lack may be there."""
        start, end = element.span
        return any(problem.span.start <= end and start <= problem.span.end for problem in self.problems)

    def element_at(self, offset: int) -> Element | None:
        """The innermost element that an offset lies in; of two that meet there, the later one."""
        element = self.root
        if element is None or not element.span.holds(offset):
            return None
        while True:
            children = element.children
            index = bisect_right(children, offset, key=_start_of) - 1
            if index < 0 or not children[index].span.holds(offset):
                return element
            element = children[index]


def parse(text: str, *, skip: Collection[str] = _SKIPPED) -> Document:
    """Reads a decoded file. Never raises: what is wrong with it stands in `problems`.

    Elements whose name (in Clark's notation) is in `skip` are left out with all that is in them, by default the
    drawing. They are checked all the same.
    """
    doubtful = "<!DOCTYPE" in text  # libxml2 is never shown a document type declaration
    complaint = None if doubtful else complaint_about(text)
    if complaint is None and not doubtful:
        root, comments = build(File(text, text), skip)
        return Document(text, root, tuple(comments), ())
    return _parse_damaged(text, complaint, skip)


def _parse_damaged(text: str, complaint: Complaint | None, skip: Collection[str]) -> Document:
    from connlint.source.repair import repair

    repaired = repair(text)
    problems = tuple(repaired.problems)
    if not problems:
        complaint = complaint or complaint_about(text)
        if complaint is not None:
            problems = (_at_its_place(complaint, text),)
    root, comments = build(File(text, repaired.text), skip, repaired.closings)
    return Document(text, root, tuple(comments), problems)


def _at_its_place(complaint: Complaint, text: str) -> SyntaxProblem:
    at = LineIndex(text).offset(complaint.line - 1, complaint.column - 1, "utf-8")
    return SyntaxProblem(Span(at, min(at + 1, len(text))), complaint.message)


def _start_of(element: Element) -> int:
    return element.span.start
