"""Where in a JSON text the value at a path stands: for messages about a file that has already been decoded."""

from __future__ import annotations

import re

from connlint.span import Span

PathStep = str | int

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
# Everything that can change the depth, or hide what would: strings are taken whole.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def span_at(text: str, path: tuple[PathStep, ...]) -> Span:
    """The span of the value at `path` in a well-formed JSON text.

    Where the path leads nowhere, the value that it got to. Of an object or a list only the opening bracket.
    """
    start = _skip_blank(text, 0)
    for step in path:
        inner = _member(text, start, step) if isinstance(step, str) else _element(text, start, step)
        if inner is None:
            break
        start = inner
    if text[start : start + 1] in ("{", "["):
        return Span(start, start + 1)
    return Span(start, _end(text, start))


def _member(text: str, start: int, key: str) -> int | None:
    """Where the value of `key` begins in the object at `start`. The last of several counts, as decoders have it."""
    if text[start : start + 1] != "{":
        return None
    found = None
    position = _skip_blank(text, start + 1)
    while text[position : position + 1] == '"':
        name = _STRING.match(text, position)
        if name is None:
            break
        value = _skip_blank(text, _skip_blank(text, name.end()) + 1)
        if name[0] == f'"{key}"' or ("\\" in name[0] and _unescaped(name[0]) == key):
            found = value
        position = _skip_blank(text, _end(text, value))
        if text[position : position + 1] == ",":
            position = _skip_blank(text, position + 1)
    return found


def _element(text: str, start: int, index: int) -> int | None:
    if text[start : start + 1] != "[":
        return None
    position = _skip_blank(text, start + 1)
    for _ in range(index):
        position = _skip_blank(text, _end(text, position))
        if text[position : position + 1] != ",":
            return None
        position = _skip_blank(text, position + 1)
    return position if text[position : position + 1] not in ("", "]") else None


def elements(text: str) -> list[Span]:
    """The spans of the elements of the list that is the whole text; of a broken text as far as brackets tell."""
    found: list[Span] = []
    position = _skip_blank(text, _skip_blank(text, 0) + 1)
    while position < len(text) and text[position] != "]":
        end = _end(text, position)
        if end == position:
            break
        found.append(Span(position, end))
        position = _skip_blank(text, end)
        if text[position : position + 1] == ",":
            position = _skip_blank(text, position + 1)
    return found


def _end(text: str, start: int) -> int:
    """The end of the value at `start`."""
    first = text[start : start + 1]
    if first == '"':
        found = _STRING.match(text, start)
        return found.end() if found is not None else len(text)
    if first not in ("{", "["):
        found = _SCALAR.match(text, start)
        return found.end() if found is not None else start
    depth = 0
    for found in _STRUCTURE.finditer(text, start):
        if found[0] in ("{", "["):
            depth += 1
        elif found[0] in ("}", "]"):
            depth -= 1
            if depth == 0:
                return found.end()
    return len(text)


def _skip_blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found is not None else position


def _unescaped(literal: str) -> str:
    import json

    return str(json.loads(literal))
