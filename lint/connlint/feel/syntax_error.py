"""What is wrong with a text, where, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connlint.span import Span


class Edit(NamedTuple):
    """Put `replacement` where `span` is."""

    span: Span
    replacement: str


class Remedy(NamedTuple):
    """How to mend an error, in words and, where it is certain enough, as an edit of the expression."""

    text: str
    edit: Edit | None = None


class FeelSyntaxError(NamedTuple):
    """A place where Camunda's engine would refuse the text. A value: the parser never raises.

    `message` says what was expected and what was found; `related` is the opener of what is not closed. `is_limit` tells
    a place from where on the text is not read, since it is too long or too deep for us: the engine may take it.
    """

    span: Span
    message: str
    remedy: Remedy | None = None
    related: Span | None = None
    is_limit: bool = False
