"""The tokens of FEEL, and which characters make names and white space.

Camunda's engine reads characters, not tokens. Where that makes a difference that anybody would want (a key
of a context may hold almost any character) the lexer follows it; where it is an accident (`iftrue` for
`if true`) it does not, and the parser reports the text.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from connlint.span import Span

# The kind of punctuation, of an operator and of a word with a meaning is its text; these are the others.
NAME = "name"
QUOTED_NAME = "quoted name"
NUMBER = "number"
STRING = "string"
KEY = "key"
END = "end"
UNKNOWN = "unknown"
SINGLE_QUOTED = "single-quoted string"
TYPOGRAPHIC_STRING = "string in typographic quotes"
OPEN_STRING = "string without an end"
OPEN_NAME = "quoted name without an end"
OPEN_COMMENT = "comment without an end"

RESERVED_WORDS = frozenset(
    {"null", "true", "false", "function", "in", "return", "then", "else", "satisfies", "and", "or"}
)
"""Words that are never names. Run time: feel.md section 3."""

CONTEXTUAL_WORDS = frozenset({"if", "for", "some", "every", "between", "instance"})
"""Words that are names wherever nothing behind them makes them more."""

WORDS = RESERVED_WORDS | CONTEXTUAL_WORDS

PLAIN_NAMES = CONTEXTUAL_WORDS | {NAME}
"""The kinds of a token that is, or can be, a name without backticks."""

NAMES = PLAIN_NAMES | {QUOTED_NAME}

OPERAND_ENDS = NAMES | {NUMBER, STRING, ")", "]", "}", "?", "null", "true", "false"}
"""The kinds of a token that may end an operand: a `]` behind any other begins a range."""

WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""DMN 1.5's set, which is the engine's."""

_START_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Sc", "Pc"})
_PART_CATEGORIES = _START_CATEGORIES | {"Nd", "Mn", "Mc", "Cf", "Cc"}
_SPACING_CONTROLS = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f")


class Token(NamedTuple):
    """A piece of the text; `kind` is one of the names above, or the text itself of an operator or a word."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def is_name_start(character: str) -> bool:
    """Whether a name may begin so: Java's identifier start, and within the basic plane (the engine sees UTF-16)."""
    return character <= "\uffff" and unicodedata.category(character) in _START_CATEGORIES


def is_name_part(character: str) -> bool:
    return (
        character <= "\uffff"
        and unicodedata.category(character) in _PART_CATEGORIES
        and character not in WHITE_SPACE
        and character not in _SPACING_CONTROLS
    )


def is_plain_name(text: str) -> bool:
    """Whether `text` can stand as a name without backticks."""
    return (
        text not in RESERVED_WORDS
        and text != ""
        and is_name_start(text[0])
        and all(is_name_part(character) for character in text)
    )
