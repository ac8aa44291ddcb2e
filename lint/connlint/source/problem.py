"""What is wrong with the XML of a file, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connlint.span import Span


class SyntaxProblem(NamedTuple):
    """Why a file is not well-formed XML, and the characters to look at (an empty stretch at the end of the file)."""

    span: Span
    message: str
    related: Span | None = None
    """A start tag that the message speaks of, where the problem stands elsewhere."""
