"""Texts. Positions and lengths count in UTF-16 units, as Java's do; a cut may leave half a character."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from connlint.feel import regex
from connlint.feel.builtins.registry import builtin, builtin_with_run
from connlint.feel.failures import JavaFailure, Refusal
from connlint.feel.numbers import to_int32

if TYPE_CHECKING:
    from connlint.feel.evaluator.run import Run

_ENCODING = "utf-16-le"


class _Units:
    """A text in UTF-16 units. Two bytes are one unit; text within the basic plane needs no encoding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_plain = text.isascii() or max(text) <= "\uffff"
        self.encoded = b"" if self.is_plain else text.encode(_ENCODING, "surrogatepass")

    def __len__(self) -> int:
        return len(self.text) if self.is_plain else len(self.encoded) // 2

    def between(self, start: int, end: int) -> str:
        if self.is_plain:
            return self.text[start:end]
        return self.encoded[2 * start : 2 * end].decode(_ENCODING, "surrogatepass")


def _start(units: _Units, position: Decimal) -> int:
    index = to_int32(position)
    return index - 1 if index > 0 else len(units) + index


def _substring(units: _Units, start: int, end: int) -> str:
    if not 0 <= start <= end <= len(units):
        message = f"begin {start}, end {end}, length {len(units)}"
        raise JavaFailure(
            f"the text has no such part: {message}", f"java.lang.StringIndexOutOfBoundsException: {message}"
        )
    return units.between(start, end)


@builtin("substring", str, Decimal)
def substring(text: str, position: Decimal) -> str:
    units = _Units(text)
    return _substring(units, _start(units, position), len(units))


@builtin("substring", str, Decimal, Decimal)
def substring_of_length(text: str, position: Decimal, length: Decimal) -> str:
    units = _Units(text)
    start = _start(units, position)
    return _substring(units, start, min(start + to_int32(length), len(units)))


@builtin("string length", str)
def string_length(text: str) -> Decimal:
    return Decimal(len(_Units(text)))


@builtin("upper case", str)
def upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case", str)
def lower_case(text: str) -> str:
    return text.lower()


@builtin("substring before", str, str)
def substring_before(text: str, match: str) -> str:
    return text[: max(text.find(match), 0)]


@builtin("substring after", str, str)
def substring_after(text: str, match: str) -> str:
    start = text.find(match)
    return text[start + len(match) :] if start >= 0 else ""


@builtin("contains", str, str)
def contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", str, str)
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", str, str)
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin_with_run("matches", str, str)
@builtin_with_run("matches", str, str, str)
def matches(run: Run, text: str, pattern: str, flags: str = "") -> bool:
    try:
        return regex.matches(text, pattern, flags, seconds=run.seconds_left())
    except regex.InvalidPattern:
        raise Refusal(f"Invalid pattern '{pattern}'") from None


@builtin_with_run("replace", str, str, str)
@builtin_with_run("replace", str, str, str, str)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str = "") -> str:
    try:
        return regex.replace(text, pattern, replacement, flags, seconds=run.seconds_left())
    except regex.InvalidPattern:
        raise Refusal(f"Invalid pattern '{pattern}'") from None


@builtin_with_run("split", str, str)
def split(run: Run, text: str, delimiter: str) -> list[str]:
    try:
        return regex.split(text, delimiter, seconds=run.seconds_left())
    except regex.InvalidPattern:
        raise Refusal(f"Invalid pattern for delimiter '{delimiter}'") from None


@builtin_with_run("extract", str, str)
def extract(run: Run, text: str, pattern: str) -> list[str]:
    try:
        return regex.extract(text, pattern, seconds=run.seconds_left())
    except regex.InvalidPattern:
        raise Refusal(f"Invalid pattern '{pattern}'") from None


_TRIMMED = "".join(map(chr, range(0x21)))


@builtin("trim", str)
def trim(text: str) -> str:
    """Run time: Java's `trim` takes every character up to the blank for one."""
    return text.strip(_TRIMMED)


@builtin("is blank", str)
def is_blank(text: str) -> bool:
    return all(map(_is_java_white_space, text))


def _is_java_white_space(character: str) -> bool:
    if character in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f":
        return True
    return unicodedata.category(character)[0] == "Z" and character not in "\u00a0\u2007\u202f"


@builtin_with_run("uuid")
def uuid(run: Run) -> str:
    return str(UUID(int=run.random.getrandbits(128), version=4))


@builtin("to base64", str)
def to_base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


@builtin("from base64", str)
def from_base64(text: str) -> str:
    try:
        # Java's decoder takes a text without its padding.
        padding = "" if text.endswith("=") else "=" * (-len(text) % 4)
        return base64.b64decode((text + padding).encode("ascii"), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise Refusal(f"Invalid Base64 value '{text}'") from None
