"""Every form in which a character can stand in a text, as regular expressions.

Plain, percent-escaped in both cases and repeatedly, `+` for a blank, escapes of JSON, XML, HTML, Python and Markdown, and
what a lossy charset makes of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# JSON in JSON in JSON in JSON: each level doubles the backslashes and adds one.
SLASHES = r"\\\\{0,14}"
_NAMES = {"'": "apos", " ": "nbsp"}
_JSON_LETTERS = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}


@lru_cache(maxsize=4096)
def forms_of(character: str) -> tuple[str, ...]:
    """Expressions for the character in every form that an encoder may give it, the longest first."""
    code = ord(character)
    cases = {character, character.lower(), character.upper()}
    forms = {re.escape(case) for case in cases} | {re.escape(case[0]) for case in cases}
    for case in cases:
        if len(case) == 1:
            forms |= set(escapes_of(case))
    if not character.isascii():
        # UTF-8 read as another charset.
        raws = [case.encode("utf-8", "replace") for case in cases]
        forms |= {re.escape(raw.decode(charset, "replace")) for raw in raws for charset in ("iso-8859-1", "cp1252")}
    if code < 0x20 or 0x7F <= code < 0xA0:
        # What a header line makes of it.
        forms |= {r"\?", " "}
    if character == " ":
        forms |= {r"\+", "\N{NO-BREAK SPACE}"}
    if character == "\n":
        forms.add("\r\n")
    if character in _JSON_LETTERS:
        forms.add(SLASHES + _JSON_LETTERS[character])
    if character.isascii() and not character.isalnum():
        forms |= {SLASHES + re.escape(character), f"=(?:3[Dd])?{_hexadecimal(code, 2)}"}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def escapes_of(character: str) -> Iterator[str]:
    from html.entities import codepoint2name

    code = ord(character)
    yield from (rf"&(?:amp;)*#0*{code};", rf"&(?:amp;)*#[xX]0*{_hexadecimal(code)};")
    name = codepoint2name.get(code) or _NAMES.get(character)
    if name is not None:
        yield rf"&(?:amp;)*{name};"
    yield from (rf"{SLASHES}[uU]0*{_hexadecimal(code, 4)}", rf"{SLASHES}u\{{0*{_hexadecimal(code)}\}}")
    if code < 0x100:
        yield rf"{SLASHES}x{_hexadecimal(code, 2)}"
    if code < 0x10000:
        yield rf"%(?:25)*u{_hexadecimal(code, 4)}"
    else:
        high, low = divmod(code - 0x10000, 0x400)
        yield f"{SLASHES}u{_hexadecimal(0xD800 + high, 4)}{SLASHES}u{_hexadecimal(0xDC00 + low, 4)}"
    for raw in {character.encode("utf-8", "replace"), character.encode("iso-8859-1", "replace")}:
        yield "".join(f"%(?:25)*{_hexadecimal(byte, 2)}" for byte in raw)
        if not character.isascii():
            yield "".join(f"{SLASHES}x{_hexadecimal(byte, 2)}" for byte in raw)
            yield "".join(f"{SLASHES}{byte:03o}" for byte in raw)
            yield "".join(f"=(?:3[Dd])?{_hexadecimal(byte, 2)}" for byte in raw)


def _hexadecimal(code: int, width: int = 0) -> str:
    return "".join(map(any_case, f"{code:0{width}x}"))


def any_case(digit: str) -> str:
    return f"[{digit}{digit.upper()}]" if digit.isalpha() else digit
