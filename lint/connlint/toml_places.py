"""Where in a TOML text a key stands: the standard library's reader tells values only."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from connlint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

PathStep = str | int

_MARK = re.compile(
    r"""\#[^\n]*|"{3}(?:\\.|(?!"{3}).)*"{3}"*|'{3}.*?'{3}'*|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\[\]{},=\n]|[^\s\#"'\[\]{},=]+""",
    re.DOTALL,
)
_PART = re.compile(r"""\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*\.?""")


Mark = tuple[str, int, int]
"""A piece of the text, with its start and end."""


class Entry(NamedTuple):
    """A key, the header of a table, or an item of an array: its path (the items of an array counted), its place, and
    what belongs to it.
    """

    path: tuple[PathStep, ...]
    span: Span
    content: Span


def place_of(text: str, path: tuple[PathStep, ...], word: str | None = None) -> Span:
    """The key at `path`, or what of it is written; within its value the quoted `word`, where one is given.

    Where the path is not written, the nearest key above it; the first character of a text that has none.
    """
    best: Entry | None = None
    for entry in entries(text):
        length = len(entry.path)
        if path[:length] == entry.path and (best is None or length >= len(best.path)):
            best = entry
    if best is None:
        return Span(0, min(1, len(text)))
    if word is not None:
        found = re.compile(rf"""(?<=["']){re.escape(word)}(?=["'])|(?<![\w-]){re.escape(word)}(?![\w-])""").search(
            text, best.content.start, best.content.end
        )
        if found is not None:
            return Span(*found.span())
    return best.span


def entries(text: str) -> Iterator[Entry]:
    """Every key, table header and item, in order. What the reader would refuse is passed over."""
    marks = [(match[0], match.start(), match.end()) for match in _MARK.finditer(text)]
    table: tuple[PathStep, ...] = ()
    counts: dict[tuple[PathStep, ...], int] = {}
    index = 0
    while index < len(marks):
        mark, start, _ = marks[index]
        if mark == "\n" or mark.startswith("#"):
            index += 1
            continue
        end = _line_end(marks, index)
        line_end = marks[end - 1][2]
        if mark == "[":
            several = text.startswith("[[", start)
            inner = text[start:line_end].partition("#")[0].strip().strip("[]")
            table = _counted(_parts(inner), counts, several)
            yield Entry(
                table, Span(start, start + len(text[start:line_end].partition("#")[0].rstrip())), _rest(text, start)
            )
        else:
            equals = next((at for at in range(index, end) if marks[at][0] == "="), None)
            if equals is not None:
                key_end = marks[equals - 1][2]
                path = (*table, *_parts(text[start:key_end]))
                yield Entry(path, Span(start, key_end), Span(marks[equals][2], line_end))
                yield from _within(text, marks[equals + 1 : end], path)
        index = end


def strings_in(text: str, content: Span) -> Iterator[tuple[str, Span]]:
    """The strings of a value, each with where it stands between its quotes. What is commented out is none."""
    for match in _MARK.finditer(text, content.start, content.end):
        mark = match[0]
        if mark[0] in "\"'":
            quotes = 3 if mark[:3] in ('"""', "'''") and len(mark) >= 6 else 1
            yield tomllib.loads(f"x = {mark}")["x"], Span(match.start() + quotes, match.end() - quotes)


def _within(text: str, value: list[Mark], path: tuple[PathStep, ...]) -> Iterator[Entry]:
    """The items of an array, the keys of an inline table, and what is in them."""
    opening = value[0][0] if value else ""
    if opening not in ("[", "{"):
        return
    for number, item in enumerate(_items(value)):
        start, end = item[0][1], item[-1][2]
        if opening == "[":
            yield Entry((*path, number), Span(start, end), Span(start, end))
            yield from _within(text, item, (*path, number))
            continue
        equals = next((at for at, mark in enumerate(item) if mark[0] == "="), None)
        if equals:
            key_end = item[equals - 1][2]
            key = (*path, *_parts(text[start:key_end]))
            yield Entry(key, Span(start, key_end), Span(item[equals][2], end))
            yield from _within(text, item[equals + 1 :], key)


def _items(value: list[Mark]) -> Iterator[list[Mark]]:
    """What stands between the commas of an array or an inline table, without comments and line breaks."""
    depth = 1
    item: list[Mark] = []
    for mark in value[1:]:
        if mark[0] == "\n" or mark[0].startswith("#"):
            continue
        depth += (mark[0] in ("[", "{")) - (mark[0] in ("]", "}"))
        if depth > 1 or (depth == 1 and mark[0] != ","):
            item.append(mark)
            continue
        if item:
            yield item
        item = []
        if depth == 0:
            return


def _line_end(marks: list[Mark], index: int) -> int:
    """The index behind a logical line: brackets may hold line breaks."""
    depth = 0
    while index < len(marks):
        mark = marks[index][0]
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
        elif mark == "\n" and depth <= 0:
            return index
        index += 1
    return index


def _rest(text: str, start: int) -> Span:
    """From a header to the next one."""
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, text.find("\n", start) + 1 or len(text))
    return Span(start, following.start() if following is not None else len(text))


def _parts(key: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] or match[3] or "" for match in _PART.finditer(key))


def _counted(parts: tuple[str, ...], counts: dict[tuple[PathStep, ...], int], several: bool) -> tuple[PathStep, ...]:
    """The path of a table, with the number of the table in each array of tables."""
    path: tuple[PathStep, ...] = ()
    for number, part in enumerate(parts):
        path = (*path, part)
        if several and number == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
