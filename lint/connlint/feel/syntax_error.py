"""What is wrong with a text, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.span import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` where `span` is."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """How to mend an error, in words and, where it is certain enough, as an edit of the expression."""

    text: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class FeelSyntaxError:
    """A place where Camunda's engine would refuse the text. A value: the parser never raises.

    `message` says what was expected and what was found; `related` is the opener of what is not closed.
    """

    span: Span
    message: str
    remedy: Remedy | None = None
    related: Span | None = None
