"""Text to tokens. Linear, and every text has tokens: what belongs to no token of FEEL is one too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
from connlint.feel.token_list import TokenList
from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    | (?P<string>"(?s:[^"\\]++|\\.)*+")
    | (?P<comma>,)
    | (?P<bracket>[(){}\[\]] | \.\.)
    | (?P<sign>\.(?!\d) | [:+\-?@] | \*\*? | /(?![/*])
        | ===? | =[><]? | !==? | !=? | <[=>]? | >=? | &&? | \|\|? | [%^;])
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<quoted_name>`[^`]+`)
    | (?P<single_quoted>'(?:[^'\\\n]++|\\.)*+')
    | (?P<typographic>[“”„«][^“”„«»"\n]*[“”»])
    | (?P<open_string>"(?s:[^"\\]++|\\.)*+)
    | (?P<open_name>`[^`\n]*)
    | (?P<open_comment>/\*)
    | (?P<other>[\s\S])
    )?""".replace(r"\d", "[0-9]"),
    re.VERBOSE,
)
_SIGNS = {
    sign: sign
    for sign in (
        *(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ",",
            "..",
            ".",
            ":",
            "+",
            "-",
            "?",
            "@",
            "*",
            "**",
            "/",
            "=",
            "==",
            "===",
            "=>",
        ),
        *("=<", "!", "!=", "!==", "<", "<=", "<>", ">", ">=", "&", "&&", "|", "||", "%", "^", ";"),
    )
}
"""Their kinds: one string for each, whatever text it is read from."""

_OPENERS = {")": "(", "]": "[", "}": "{"}
_WORD_KINDS = {word: word for word in WORDS}
MAX_TOKENS = 250_000
"""How many tokens of a text are read: more than anybody writes, and what takes a second and 30 MB."""

_NEAR = 8  # how many unclosed brackets one closer may close, and how many quotes may be open: so that lexing is linear
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
_COMMENT_PATTERN = re.compile(_COMMENT)
_ENDS_INTERVAL = re.compile(rf"{_TRIVIA}(?:[,)\]}}]|(?:and|or|then|else|return|satisfies)\b|\Z)")


class Lexed(NamedTuple):
    """`tokens` end where the text does, or somewhere behind the first `MAX_TOKENS` of them."""

    tokens: TokenList
    comments: tuple[Span, ...]


def tokens(text: str) -> list[Token]:
    """The tokens of an expression, without white space and comments; the last is an empty one of kind `end`.

    >>> [token.kind for token in tokens('a + {b c: "d"}')]
    ['name', '+', '{', 'key', ':', 'string', '}', 'end']
    """
    return list(lex(text).tokens)


def lex(text: str) -> Lexed:
    found = _Lexer(text).run()
    comments = tuple(_comments(text, found)) if "//" in text or "/*" in text else ()
    return Lexed(found, comments)


class _Lexer:
    """One run over a text. It follows the brackets only to know where a key of a context may stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = TokenList(text)
        self.open: list[str] = []
        self.unclosed = 0

    def run(self) -> TokenList:
        # Written out, without a call for each token: of a large text this loop is half of the reading.
        text, match, opened = self.text, _TOKEN.match, self.open
        kinds, add_start, add_end = self.tokens.kinds, self.tokens.starts.append, self.tokens.ends.append
        position, size = 0, len(text)
        for _ in range(MAX_TOKENS):
            found = match(text, position)
            group = found.lastgroup if found else None
            if found is None or group is None:
                break
            start, position = found.span(group)
            if group == "word":
                if position < size and text[position] > "\x7f":
                    position = self._end_of_name(position)
                kind = _WORD_KINDS.get(text[start:position], NAME)
            elif group == "sign":
                kind = _SIGNS[text[start:position]]
            elif group == "comma":
                kinds.append(",")
                add_start(start)
                add_end(position)
                if opened and opened[-1] == "{":
                    position = self._key(position)
                continue
            elif group == "bracket":
                position = self._bracket(_SIGNS[text[start:position]], start, position)
                continue
            elif group in ("other", "open_string", "open_comment"):
                position = self._irregular(group, start, position)
                continue
            else:
                kind = _KINDS[group]
            kinds.append(kind)
            add_start(start)
            add_end(position)
        else:
            size = position
        self.tokens.add(END, size, size)
        return self.tokens

    def _bracket(self, value: str, start: int, position: int) -> int:
        """A bracket, or the `..` between two; returns where to read on."""
        opened = self.open
        top = opened[-1] if opened else ""
        opener = _OPENERS.get(value)
        if opener is not None:
            if opener == top:
                opened.pop()
            else:
                self._odd_closer(value, opener, top)
        elif value == "..":
            if top in ("(", "["):
                opened[-1] = ".."
        elif value == "[" and top == ".." and _ENDS_INTERVAL.match(self.text, position):
            opened.pop()
        else:
            opened.append(value)
        self.tokens.add(value, start, position)
        return self._key(position) if value == "{" else position

    def _odd_closer(self, value: str, opener: str, top: str) -> None:
        """A closer of another bracket than the innermost one: an interval may begin with `]`, and end in any bracket."""
        opened, kinds = self.open, self.tokens.kinds
        if value == "]" and (not kinds or kinds[-1] not in OPERAND_ENDS):
            opened.append("[")
        elif top == ".." and value != "}":
            opened.pop()
        elif opener in opened[-_NEAR:]:
            while opened.pop() != opener:
                pass

    def _key(self, position: int) -> int:
        found = _KEY.match(self.text, position)
        if found is None:
            return position
        start, end = found.span(1)
        key = found.group(1).rstrip(WHITE_SPACE)
        if "/" in key:
            key = _without_comments_at_end(key)
        self.tokens.add(KEY, start, start + len(key))
        return end

    def _irregular(self, group: str, start: int, position: int) -> int:
        text = self.text
        if group == "open_string":
            # What follows on further lines is more likely the rest of the expression than of the string.
            position = self._line_end(start) if self._is_near_unclosed() else len(text)
            self.tokens.add(OPEN_STRING, start, position)
            return position
        if group == "open_comment":
            self.tokens.add(OPEN_COMMENT, start, len(text))
            return len(text)
        if is_name_start(text[start]):
            position = self._end_of_name(position)
            self.tokens.add(NAME, start, position)
            return position
        if text[start] == "'" and not self._is_near_unclosed():
            position = self._line_end(start)
        self.tokens.add(UNKNOWN, start, position)
        return position

    def _is_near_unclosed(self) -> bool:
        """Whether this quote without an end is one of the first: for each the text was read to its end."""
        self.unclosed += 1
        return self.unclosed <= _NEAR

    def _line_end(self, position: int) -> int:
        found = self.text.find("\n", position)
        return found if found >= 0 else len(self.text)

    def _end_of_name(self, position: int) -> int:
        text, size = self.text, len(self.text)
        while position < size and is_name_part(text[position]):
            position += 1
        return position


def _without_comments_at_end(key: str) -> str:
    """Read from the front: looked for from behind, each `/*` would be tried with all that follows it."""
    end = at = 0
    for comment in _COMMENT_PATTERN.finditer(key):
        if before := key[at : comment.start()].rstrip(WHITE_SPACE):
            end = at + len(before)
        at = comment.end()
    return key[: at + len(rest)] if (rest := key[at:].rstrip(WHITE_SPACE)) else key[:end]


def _comments(text: str, found: TokenList) -> Iterator[Span]:
    """The comments between the tokens, and in the keys of contexts."""
    last = 0
    for kind, start, end in zip(found.kinds, found.starts, found.ends, strict=True):
        if last < start and "/" in text[last:start]:
            yield from _comments_between(text, last, start)
        if kind is KEY and "/" in text[start:end]:
            yield from _comments_between(text, start, end)
        last = end


def _comments_between(text: str, start: int, end: int) -> Iterator[Span]:
    return (Span(*found.span()) for found in _COMMENT_PATTERN.finditer(text, start, end))


__all__ = ["Lexed", "lex", "tokens"]
