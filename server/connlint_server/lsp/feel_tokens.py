"""The tokens of an expression as an editor colours them, counted in the value as it is written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from connlint.feel.lexer import lex
from connlint.feel.token_kinds import (
    CONTEXTUAL_WORDS,
    KEY,
    NAME,
    NAMES,
    NUMBER,
    OPEN_COMMENT,
    OPEN_STRING,
    RESERVED_WORDS,
    STRING,
)
from connlint.source.value import SourceValue

if TYPE_CHECKING:
    from connlint.feel.token_kinds import Token
    from connlint.source.escapes import Place

KINDS = ("variable", "function", "property", "string", "number", "keyword", "operator", "comment")
"""The legend: a token's type is its place in it."""

_NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
_SIGNS = frozenset("+-*/=<>?@") | {"**", "<=", ">=", "!=", ".."}

Coloured = tuple[int, int, int]
"""Start, end and type."""


@lru_cache(maxsize=8192)
def coloured(raw: str, place: Place, start: int, size: int) -> tuple[Coloured, ...]:
    """The tokens of the expression `text[start:start + size]` of the value that is written as `raw`, in `raw`."""
    value = SourceValue(raw, 0, len(raw), place)
    text = value.text[start : start + size]
    found = lex(text)
    all_tokens = list(found.tokens)
    kinds = [(token.start, token.end, _kind(all_tokens, index)) for index, token in enumerate(all_tokens)]
    kinds += [(span.start, span.end, "comment") for span in found.comments]
    tokens = []
    last = 0
    for begin, end, kind in sorted(kinds):
        # A string without an end may hold what else would be a comment.
        if kind and last <= begin < end:
            last = end
            span = value.source_span(start + begin, start + end)
            tokens.append((span.start, span.end, _NUMBER_OF[kind]))
    return tuple(tokens)


def _kind(tokens: list[Token], index: int) -> str:
    token = tokens[index]
    kind = token.kind
    if kind in (STRING, OPEN_STRING):
        return "string"
    if kind == KEY:
        return "property"
    if kind == NUMBER:
        return "number"
    if kind == OPEN_COMMENT:
        return "comment"
    if kind in _SIGNS:
        return "operator"
    before = tokens[index - 1].kind if index else ""
    if kind in NAMES and before == ".":
        return "property"
    if kind == NAME or kind in CONTEXTUAL_WORDS or kind in ("and", "or"):
        # The names of functions have blanks in them, and words: `day of week(`.
        after = index
        while tokens[after].kind in NAMES or tokens[after].kind in ("and", "or"):
            after += 1
        if tokens[after].kind == "(" and (kind == NAME or after > index + 1 or before == NAME):
            if kind == NAME:
                return "function"
            return "function" if before == NAME else "keyword"
    if kind in CONTEXTUAL_WORDS or kind in RESERVED_WORDS:
        return "keyword"
    return "variable" if kind in NAMES else ""
