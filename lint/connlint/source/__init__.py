"""Text and positions: decoding, lines, and a tree in which every value knows the characters that write it.

The names below load on first use; `parse` is the only one that loads lxml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connlint.source.document import DIAGRAM, Document, parse
    from connlint.source.escapes import UnwritableCharacterError
    from connlint.source.lines import LineIndex, Position, PositionEncoding
    from connlint.source.problem import SyntaxProblem
    from connlint.source.text import DecodeError, SourceText, decode, encode
    from connlint.source.tree import Attribute, Comment, Element
    from connlint.source.value import SourceValue

__all__ = [
    "DIAGRAM",
    "Attribute",
    "Comment",
    "DecodeError",
    "Document",
    "Element",
    "LineIndex",
    "Position",
    "PositionEncoding",
    "SourceText",
    "SourceValue",
    "SyntaxProblem",
    "UnwritableCharacterError",
    "decode",
    "encode",
    "parse",
]

_HOMES = {
    "document": ("DIAGRAM", "Document", "parse"),
    "escapes": ("UnwritableCharacterError",),
    "lines": ("LineIndex", "Position", "PositionEncoding"),
    "problem": ("SyntaxProblem",),
    "text": ("DecodeError", "SourceText", "decode", "encode"),
    "tree": ("Attribute", "Comment", "Element"),
    "value": ("SourceValue",),
}


def __getattr__(name: str) -> object:
    import importlib

    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"connlint.source.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
