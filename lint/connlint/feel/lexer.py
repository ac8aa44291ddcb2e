"""Text to tokens. Linear, and every text has tokens: what belongs to no token of FEEL is one too."""

from __future__ import annotations

import re
from typing import NamedTuple

from connlint.feel.token_kinds import (
    END,
    KEY,
    NAME,
    NUMBER,
    OPEN_COMMENT,
    OPEN_NAME,
    OPEN_STRING,
    OPERAND_ENDS,
    QUOTED_NAME,
    SINGLE_QUOTED,
    STRING,
    TYPOGRAPHIC_STRING,
    UNKNOWN,
    WHITE_SPACE,
    WORDS,
    Token,
    is_name_part,
    is_name_start,
)
from connlint.span import Span

_SPACE = f"[{WHITE_SPACE}]"
_COMMENT = r"//[^\n]*|/\*(?s:.*?)\*/"
# Possessive, so that no text makes the matching back up.
_TRIVIA = f"(?:{_SPACE}++|{_COMMENT})*+"

# The first group that matches names the kind; of a `word` or a sign the text itself is the kind. Operators of other
# languages are one token too, so that the error can name the right one.
_TOKEN = re.compile(
    _TRIVIA
    + r"""(?:
      (?P<word>[A-Za-z_$][A-Za-z0-9_$]*)
    | (?P<string>"(?s:\\.|[^"\\])*")
    | (?P<bracket>[(){}\[\],] | \.\.)
    | (?P<sign>\.(?!\d) | [:+\-?@] | \*\*? | /(?![/*])
        | ===? | =[><]? | !==? | !=? | <[=>]? | >=? | &&? | \|\|? | [%^;])
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<quoted_name>`[^`]+`)
    | (?P<single_quoted>'(?:\\.|[^'\\\n])*')
    | (?P<typographic>[“”„«][^“”„«»"\n]*[“”»])
    | (?P<open_string>"(?s:\\.|[^"\\])*)
    | (?P<open_name>`[^`\n]*)
    | (?P<open_comment>/\*)
    | (?P<other>[\s\S])
    )?""".replace(r"\d", "[0-9]"),
    re.VERBOSE,
)
_NEAR = 8  # how many unclosed brackets one closer may close: bounded, so that lexing stays linear
_KINDS = {
    "string": STRING,
    "number": NUMBER,
    "quoted_name": QUOTED_NAME,
    "single_quoted": SINGLE_QUOTED,
    "typographic": TYPOGRAPHIC_STRING,
    "open_name": OPEN_NAME,
}

# A key of a context: anything but these signs, up to a colon. Comments count as white space in it.
_KEY = re.compile(rf'{_TRIVIA}((?:[^"{{}}:,\[\]`/]|/(?![/*])|{_COMMENT})++)(?=:)')
_KEY_COMMENT_AT_END = re.compile(rf"(?:{_COMMENT})\Z")
_COMMENT_PATTERN = re.compile(rf'"(?s:\\.|[^"\\])*"|`[^`]+`|(?P<comment>{_COMMENT})')
_ENDS_INTERVAL = re.compile(rf"{_TRIVIA}(?:[,)\]}}]|(?:and|or|then|else|return|satisfies)\b|\Z)")


class Lexed(NamedTuple):
    tokens: list[Token]
    comments: tuple[Span, ...]


def tokens(text: str) -> list[Token]:
    """The tokens of an expression, without white space and comments; the last is an empty one of kind `end`.

    >>> [token.kind for token in tokens('a + {b c: "d"}')]
    ['name', '+', '{', 'key', ':', 'string', '}', 'end']
    """
    return lex(text).tokens


def lex(text: str) -> Lexed:
    found = _Lexer(text).run()
    comments = _comments(text) if "//" in text or "/*" in text else ()
    return Lexed(found, comments)


class _Lexer:
    """One run over a text. It follows the brackets only to know where a key of a context may stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.open: list[str] = []

    def run(self) -> list[Token]:
        text, add, match = self.text, self.tokens.append, _TOKEN.match
        position, size = 0, len(text)
        while True:
            found = match(text, position)
            group = found.lastgroup if found else None
            if found is None or group is None:
                break
            start, position = found.span(group)
            value = text[start:position]
            if group == "word":
                if position < size and text[position] > "\x7f":
                    position = self._end_of_name(position)
                    value = text[start:position]
                add(Token(value if value in WORDS else NAME, value, start, position))
            elif group == "sign":
                add(Token(value, value, start, position))
            elif group == "bracket":
                position = self._bracket(value, start, position)
            elif group in ("other", "open_string", "open_comment"):
                position = self._irregular(group, start, position)
            else:
                add(Token(_KINDS[group], value, start, position))
        add(Token(END, "", size, size))
        return self.tokens

    def _bracket(self, value: str, start: int, position: int) -> int:
        """A bracket, or a comma or `..` between two; returns where to read on."""
        opened = self.open
        top = opened[-1] if opened else ""
        if value == ",":
            self.tokens.append(Token(value, value, start, position))
            return self._key(position) if top == "{" else position
        if value == "..":
            if top in ("(", "["):
                opened[-1] = ".."
        elif value in "([{":
            if value == "[" and top == ".." and _ENDS_INTERVAL.match(self.text, position):
                opened.pop()
            else:
                opened.append(value)
        elif value in ")]}":
            self._closer(value, top)
        self.tokens.append(Token(value, value, start, position))
        return self._key(position) if value == "{" else position

    def _closer(self, value: str, top: str) -> None:
        """Take back the opener. An interval may end in another bracket than it began with."""
        opened = self.open
        if value == "]" and (not self.tokens or self.tokens[-1].kind not in OPERAND_ENDS) and top != "[":
            opened.append("[")
        elif top == ".." and value != "}":
            opened.pop()
        else:
            opener = {")": "(", "]": "[", "}": "{"}[value]
            nearest = opened[-_NEAR:]
            if opener in nearest:
                while opened.pop() != opener:
                    pass

    def _key(self, position: int) -> int:
        found = _KEY.match(self.text, position)
        if found is None:
            return position
        start, end = found.span(1)
        key = found.group(1).rstrip(WHITE_SPACE)
        if "/" in key:
            key = _KEY_COMMENT_AT_END.sub("", key).rstrip(WHITE_SPACE)
        if not key:
            return position
        self.tokens.append(Token(KEY, key, start, start + len(key)))
        return end

    def _irregular(self, group: str, start: int, position: int) -> int:
        text = self.text
        if group == "open_string":
            # What follows on further lines is more likely the rest of the expression than of the string.
            line_end = text.find("\n", start)
            position = line_end if line_end >= 0 else len(text)
            self.tokens.append(Token(OPEN_STRING, text[start:position], start, position))
            return position
        if group == "open_comment":
            self.tokens.append(Token(OPEN_COMMENT, text[start:], start, len(text)))
            return len(text)
        character = text[start]
        if is_name_start(character):
            position = self._end_of_name(position)
            self.tokens.append(Token(NAME, text[start:position], start, position))
            return position
        self.tokens.append(Token(UNKNOWN, character, start, position))
        return position

    def _end_of_name(self, position: int) -> int:
        text, size = self.text, len(self.text)
        while position < size and is_name_part(text[position]):
            position += 1
        return position


def _comments(text: str) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in _COMMENT_PATTERN.finditer(text) if found.group("comment"))


__all__ = ["Lexed", "lex", "tokens"]
