"""What analysis finds in an expression that parses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from connlint.feel.syntax_error import Remedy
    from connlint.span import Span


class Problem(NamedTuple):
    """Something that cannot be meant. `about` is the function or name that it concerns, if it concerns one.

    `is_type` tells an argument of a wrong type from every other mistake of a call.
    """

    span: Span
    message: str
    remedy: Remedy | None = None
    about: str | None = None
    is_type: bool = False


def with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
