"""A value as the engine prints it in warnings and inside of `string(...)`."""

from __future__ import annotations

from connlint.feel.limits import LimitExceeded
from connlint.feel.values import Function, Range, Value

MAX_LENGTH = 2_000_000
"""The longest text of a value. A value may hold another one many times over, and its text grow without bounds."""


class TextBuilder:
    """A text that is put together piece by piece, up to a limit."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        if self._length > MAX_LENGTH:
            raise LimitExceeded(f"the text of a value has more than {MAX_LENGTH:,} characters")

    def __str__(self) -> str:
        return "".join(self._pieces)


def display(value: Value) -> str:
    """The text of a value, strings in quotes. Raises LimitExceeded.

    >>> display({"a": [1, "b", None, True]})
    '{a:[1, "b", null, true]}'
    """
    if not isinstance(value, list | dict):
        return _display_simple(value)
    text = TextBuilder()
    _add(value, text)
    return str(text)


def _add(value: Value, text: TextBuilder) -> None:
    if isinstance(value, list):
        text.add("[")
        for position, item in enumerate(value):
            text.add(", " if position else "")
            _add(item, text)
        text.add("]")
    elif isinstance(value, dict):
        text.add("{")
        for position, (key, entry) in enumerate(value.items()):
            text.add(f", {key}:" if position else f"{key}:")
            _add(entry, text)
        text.add("}")
    else:
        text.add(_display_simple(value))


def _display_simple(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    if isinstance(value, Range):
        opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
        return f"{opening}{display(value.low)}..{display(value.high)}{closing}"
    return str(value)
