"""A value as the engine prints it in warnings and inside of `string(...)`."""

from __future__ import annotations

from connlint.feel.values import Function, Range, Value


def display(value: Value) -> str:
    """The text of a value, strings in quotes.

    >>> display({"a": [1, "b", None, True]})
    '{a:[1, "b", null, true]}'
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(display(item) for item in value)}]"
    if isinstance(value, dict):
        entries = (f"{key}:{display(entry)}" for key, entry in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    if isinstance(value, Range):
        opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
        return f"{opening}{display(value.low)}..{display(value.high)}{closing}"
    return str(value)
