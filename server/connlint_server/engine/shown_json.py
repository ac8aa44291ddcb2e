"""JSON texts for people and files: of values of any depth, in no more characters than wanted, and harmless.

A server can send half of a surrogate pair, which no file takes, and characters that steer a terminal or turn the direction of
a text: they are written as escapes of JSON, so that the value stays what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import isinf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Controls, halves of pairs, and what is invisible: directions, joiners, tags.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


_MOST_INDENTED = 32 * 1024 * 1024


def json_lines(value: Any) -> str:
    """The text with two blanks of indentation a level; in one line where that would make it huge."""
    text, is_whole = beginning(value, _MOST_INDENTED)
    return text if is_whole else json_line(value)


def json_line(value: Any) -> str:
    """The text in one line."""
    return writable("".join(_pieces(value, "")))


def short_line(value: Any, most: int) -> str | None:
    """The text in one line; `None` if it is longer than so many characters."""
    pieces: list[str] = []
    size = 0
    for piece in _pieces(value, ""):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            return None
    return writable("".join(pieces))


def beginning(value: Any, most: int) -> tuple[str, bool]:
    """The first characters of `json_lines`, and whether they are all.

    Each line of a deep value holds its indentation: the whole text can be a thousand times as long as the value.
    """
    pieces: list[str] = []
    size = 0
    for piece in _pieces(value, "\n"):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            return writable("".join(pieces)[:most]), False
    return writable("".join(pieces)), True


def writable(text: str) -> str:
    """A JSON text with escapes for all that is unsafe to write or to show."""
    return _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    raw = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high << 8 | low:04x}" for high, low in zip(raw[::2], raw[1::2], strict=True))


def _pieces(value: Any, line_break: str) -> Iterator[str]:
    """The text in pieces. `line_break`: empty for one line."""
    comma = "," if line_break else ", "
    # Of each level what is still to come, with its closing bracket.
    levels: list[tuple[Iterator[tuple[str, Any]], str]] = []
    prefix, item = "", value
    while True:
        yield prefix
        if isinstance(item, Mapping) and item:
            yield "{"
            levels.append((((f"{_scalar(str(name))}: ", each) for name, each in item.items()), "}"))
            separator = ""
        elif isinstance(item, (list, tuple)) and item:
            yield "["
            levels.append(((("", each) for each in item), "]"))
            separator = ""
        else:
            yield _scalar(item)
            separator = comma
        while True:
            if not levels:
                return
            entries, bracket = levels[-1]
            entry = next(entries, None)
            if entry is not None:
                break
            levels.pop()
            yield (line_break + "  " * len(levels) if line_break else "") + bracket
            separator = comma
        prefix, item = entry
        prefix = separator + (line_break + "  " * len(levels) if line_break else "") + prefix


def _scalar(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, float) and isinf(value):
        # A response may hold a number beyond all doubles. JSON has no word for what is read of it, but such numbers.
        return "1e999" if value > 0 else "-1e999"
    return "[]" if isinstance(value, tuple) else json.dumps(value, ensure_ascii=False)
