"""String literals: what one means, and how a text is written as one."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"""(?<!\\)\\([nrtbf'"])""")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", '"': '"'}
_QUOTE = re.compile(r'(?<!\\)(\\*+)"')
_PAIR_OR_QUOTE = re.compile(r'\\[\s\S]|"|\\\Z')


def string_value(literal: str) -> str:
    """What a string literal means, given with its quotes.

    Run time: an escape behind another backslash is none, and pairs of backslashes become one afterwards.
    """
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(lambda found: _ESCAPED[found.group(1)], inner).replace("\\\\", "\\")


def print_string(value: str) -> str:
    """A string literal for a value. A quote behind a single backslash is the one thing that FEEL cannot write."""
    doubled = value.replace("\\", "\\\\")
    # Run time: an escaped quote behind backslashes keeps its own backslash, see `string_value`.
    quoted = _QUOTE.sub(lambda found: "\\" * max(len(found.group(1)) - 1, 1) + '"', doubled)
    return '"' + re.sub(r"(?<!\\)\n", r"\\n", quoted) + '"'


def in_double_quotes(inner: str) -> str | None:
    """The literal for what stands between other quotes, its escapes as they are; None where FEEL has none for it.

    >>> in_double_quotes('say "hi"'), in_double_quotes("it\\\\'s"), in_double_quotes('C:\\\\')
    ('"say \\\\"hi\\\\""', '"it\\'s"', '"C:\\\\\\\\"')
    """
    meant: list[str] = []

    def written(found: re.Match[str]) -> str:
        pair = found.group()
        meant.append(_meaning(pair))
        return {'"': '\\"', "\\": "\\\\", "\\'": "'"}.get(pair, pair)

    pieces = _PAIR_OR_QUOTE.split(inner)
    literal = f'"{_PAIR_OR_QUOTE.sub(written, inner)}"'
    meaning = "".join(piece + sign for piece, sign in zip(pieces, [*meant, ""], strict=True))
    return literal if string_value(literal) == meaning else None


def _meaning(pair: str) -> str:
    if len(pair) == 1:
        return pair
    return "\\" if pair == "\\\\" else _ESCAPED.get(pair[1], pair)
