"""Text that cannot steer a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with its control characters made visible, so that a model cannot steer a terminal."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _visible(character) for character in text)


def _visible(character: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in named:
        return named[character]
    if character == "\N{NO-BREAK SPACE}" or character.isspace():
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
