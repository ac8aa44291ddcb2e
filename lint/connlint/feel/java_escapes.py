"""The escapes of java.util.regex that stand for one character."""

from __future__ import annotations

import re

from connlint.feel.regex_failure import InvalidPattern

_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}

_OCTAL = re.compile(r"[0-3][0-7]{0,2}|[0-7]{1,2}")
_HEXADECIMAL = re.compile(r"([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\}")
_UTF16 = re.compile(r"([0-9A-Fa-f]{4})(?:\\u(?=[dD][c-fC-F])([0-9A-Fa-f]{4}))?")
_NAMED = re.compile(r"\{([^}]*)\}")


def escaped_character(letter: str, pattern: str, at: int) -> tuple[str, int]:
    """The character that a backslash and `letter` stand for, and where the pattern goes on.

    `at` is behind the letter. Raises InvalidPattern for a letter or digit without a meaning; any other character stands
    for itself.
    """
    if letter in _CONTROLS:
        return _CONTROLS[letter], at
    match letter:
        case "0":
            match = _needed(_OCTAL, pattern, at, "Illegal octal escape sequence")
            return chr(int(match[0], 8)), match.end()
        case "x":
            return _hexadecimal(pattern, at)
        case "u":
            return _utf16(pattern, at)
        case "c":
            if at == len(pattern):
                raise InvalidPattern("Illegal control escape sequence")
            return chr(ord(pattern[at]) ^ 64), at + 1
        case "N":
            return _by_name(pattern, at)
    if letter.isascii() and letter.isalnum():
        raise InvalidPattern("Illegal/unsupported escape sequence")
    return letter, at


def _needed(expected: re.Pattern[str], pattern: str, at: int, otherwise: str) -> re.Match[str]:
    match = expected.match(pattern, at)
    if match is None:
        raise InvalidPattern(otherwise)
    return match


def _hexadecimal(pattern: str, at: int) -> tuple[str, int]:
    match = _needed(_HEXADECIMAL, pattern, at, "Illegal hexadecimal escape sequence")
    code = int(match[1] or match[2], 16)
    if code > 0x10FFFF:
        raise InvalidPattern("Hexadecimal codepoint is too big")
    return chr(code), match.end()


def _utf16(pattern: str, at: int) -> tuple[str, int]:
    match = _needed(_UTF16, pattern, at, "Illegal Unicode escape sequence")
    unit = int(match[1], 16)
    if match[2] and 0xD800 <= unit < 0xDC00:
        return chr(0x10000 + ((unit - 0xD800) << 10) + int(match[2], 16) - 0xDC00), match.end()
    return chr(unit), match.end(1)


def _by_name(pattern: str, at: int) -> tuple[str, int]:
    import unicodedata

    match = _needed(_NAMED, pattern, at, "Illegal character name escape sequence")
    try:
        return unicodedata.lookup(match[1]), match.end()
    except KeyError:
        raise InvalidPattern(f"Unknown character name [{match[1]}]") from None
