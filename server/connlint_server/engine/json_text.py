"""JSON as the connector's Jackson reads and writes it.

Reading: only the first value counts (what follows it is ignored), a repeated key's last value wins, integers are exact,
other numbers are doubles; no NaN, comments or single quotes; at most 1000 levels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from connlint_server.engine.depth import MAX_DEPTH, is_deeper, with_room
from connlint_server.engine.java_text import hash_map_order, java_double

_MAX_NUMBER_LENGTH = 1000
_BLANKS = re.compile(r"[ \t\n\r]*")
_NUMBER_TAIL = re.compile(r"[ \t\n\r]|$")
_WORD_CHARACTER = re.compile(r"[\w$]")


class NotJsonError(ValueError):
    """The text is no JSON. Holds no part of the text."""


def _refuse_constant(_name: str) -> Any:
    raise NotJsonError("not a JSON number")


def _whole(text: str) -> int:
    if len(text) > _MAX_NUMBER_LENGTH:
        raise NotJsonError("number too long")
    return int(text)


def _decimal(text: str) -> float:
    if len(text) > _MAX_NUMBER_LENGTH:
        raise NotJsonError("number too long")
    return float(text)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_whole, parse_float=_decimal)


def read_json(text: str, *, max_depth: int = MAX_DEPTH) -> Any:
    """The first JSON value of `text`; raises `NotJsonError` for anything else (and for empty text)."""
    blanks = _BLANKS.match(text)
    start = blanks.end() if blanks else 0
    found: tuple[Any, int] | None = None
    try:
        found = _decoded(text, start)
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise NotJsonError("not a JSON value")
    value, end = found
    if isinstance(value, (dict, list)):
        if is_deeper(value, max_depth):
            raise NotJsonError("too many levels")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not _NUMBER_TAIL.match(text, end):
            raise NotJsonError("text directly behind a number")
    elif not isinstance(value, str) and _WORD_CHARACTER.match(text, end):
        raise NotJsonError("text directly behind a word")
    return value


def _decoded(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError:
        return with_room(lambda: _DECODER.raw_decode(text, start))


def read_json_bytes(data: bytes) -> Any:
    """The first JSON value of `data`, in UTF-8, UTF-16 or UTF-32 (told by a byte order mark or by zero bytes)."""
    text: str | None
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise NotJsonError("not in the encoding that its first bytes announce")
    return read_json(text.removeprefix("\ufeff"))


def write_json(value: Any, *, drop_null_members: bool = False, hashed: bool = False) -> str:
    """Compact JSON text, non-ASCII as it is, doubles in Java's form.

    `drop_null_members` leaves out object members that are null at every level, but keeps nulls in lists.
    `hashed`: objects are walked in the order of a Java `HashMap` (the connector copies a body's objects into such maps).
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        text = java_double(value)
        return text if text[-1].isdigit() else f'"{text}"'
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        names = hash_map_order(value) if hashed else list(value)
        members = (
            f"{json.dumps(name, ensure_ascii=False)}:"
            f"{write_json(value[name], drop_null_members=drop_null_members, hashed=hashed)}"
            for name in names
            if not (drop_null_members and value[name] is None)
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, (list, tuple)):
        items = (write_json(item, drop_null_members=drop_null_members, hashed=hashed) for item in value)
        return "[" + ",".join(items) + "]"
    # A document is an object without readable properties for Jackson.
    return "{}"
