"""One offer of completion, before it is written for a client: plain text, and where in it the cursor stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types as t

    from connlint.span import Span

Stop = tuple[str, ...]
"""A place where the cursor stops: the texts to choose from there; the first is written."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`parts` are what is written, decoded: texts, and stops between them. `span` is what it replaces, in the model.

    `filter` is what the typed text is compared with, the label where it is None; `rank` orders the offers.
    """

    label: str
    kind: t.CompletionItemKind
    parts: tuple[str | Stop, ...]
    span: Span
    detail: str = ""
    documentation: str = ""
    filter: str | None = None
    rank: int = 5
    tag: bool = False
    """The parts are XML as it is: a whole tag, not text inside an attribute."""


def plain(parts: tuple[str | Stop, ...]) -> str:
    """The text without stops."""
    return "".join(part if isinstance(part, str) else (part[0] if part else "") for part in parts)
