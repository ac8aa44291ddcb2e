"""The patterns of templates: JavaScript regular expressions, judged safely by Python.

A template comes from anybody. So a pattern that cannot be translated, or that takes too long, has no answer,
and no answer is never an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# The longest text that a pattern is tried on; what a person types into a field is far below.
_LONGEST_TEXT = 20_000
_SECONDS = 0.2

_JS_SPACE = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_ANY_BUT_LINE_END = r"[^\n\r\u2028\u2029]"
_QUANTIFIER = re.compile(r"[*+?]|\{\d+(?:,\d*)?\}")
_CODE_POINT = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")

Search = Callable[[str], bool | None]


def matches(pattern: str, text: str) -> bool | None:
    """Whether some part of `text` matches the JavaScript pattern; None where that cannot be told."""
    if len(text) > _LONGEST_TEXT:
        return None
    search = _compiled(pattern)
    return search(text) if search is not None else None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Search | None:
    python = to_python(pattern)
    if python is None:
        return None
    if _is_harmless(pattern):
        try:
            plain = re.compile(python, re.ASCII)
        except (re.error, OverflowError, RecursionError):
            return None
        return lambda text: plain.search(text) is not None
    return _with_time_limit(python)


def _with_time_limit(python: str) -> Search | None:
    try:
        import regex
    except ImportError:
        return None
    try:
        slow = regex.compile(python, regex.ASCII | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError):
        return None

    def search(text: str) -> bool | None:
        try:
            return slow.search(text, timeout=_SECONDS) is not None
        except TimeoutError:
            return None

    return search


def to_python(pattern: str) -> str | None:
    """The same expression in Python's notation; None where Python has no like of it.

    What differs: `.` and `$` at line ends, the classes' alphabets, names of groups, `[^]`, and a `[` in a class.
    """
    out: list[str] = []
    position, in_class = 0, False
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            escape, position = _escape(pattern, position, in_class)
            if escape is None:
                return None
            out.append(escape)
            continue
        if in_class:
            in_class = character != "]"
            out.append("\\" + character if character in "[&~|" else character)
        elif pattern.startswith("[^]", position):
            out.append(r"(?s:.)")
            position += 3
            continue
        elif pattern.startswith("[]", position):
            out.append("(?!)")
            position += 2
            continue
        elif character == "[":
            in_class = True
            out.append(character)
            if pattern.startswith("[^", position):
                out.append("^")
                position += 1
        elif pattern.startswith("(?<", position) and pattern[position + 3 : position + 4] not in ("=", "!"):
            out.append("(?P<")
            position += 3
            continue
        else:
            out.append({".": _ANY_BUT_LINE_END, "$": r"\Z"}.get(character, character))
        position += 1
    return None if in_class else "".join(out)


def _escape(pattern: str, position: int, in_class: bool) -> tuple[str | None, int]:
    """The Python form of the escape at `position`, and where it ends."""
    code_point = _CODE_POINT.match(pattern, position)
    if code_point is not None:
        value = int(code_point[1], 16)
        return (re.escape(chr(value)) if value <= 0x10FFFF else None), code_point.end()
    letter = pattern[position + 1 : position + 2]
    end = position + 2
    if letter == "s":
        return (_JS_SPACE if in_class else f"[{_JS_SPACE}]"), end
    if letter == "S":
        return (None if in_class else f"[^{_JS_SPACE}]"), end
    if letter in ("d", "D", "w", "W", "b", "B", "n", "r", "t", "v", "f"):
        return "\\" + letter, end
    if letter == "k":
        name = re.compile(r"\\k<(\w+)>").match(pattern, position)
        return (f"(?P={name[1]})", name.end()) if name is not None else (None, end)
    if letter in ("x", "u"):
        digits = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}").match(pattern, position)
        return (digits[0], digits.end()) if digits is not None else (None, end)
    if letter.isdigit() and not in_class:
        return ("\\" + letter if letter != "0" else r"\x00"), end
    if letter == "" or letter.isalnum():
        # \p{…}, \c…, and escapes that only JavaScript's older mode takes.
        return None, end
    return re.escape(letter), end


def _is_harmless(pattern: str) -> bool:
    """Whether no repeated group holds a repetition or an alternative: then matching cannot explode."""
    depth_has_choice: list[bool] = [False]
    position, unbounded, in_class = 0, 0, False
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            if pattern[position + 1 : position + 2].isdigit():
                return False
            position += 2
            continue
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == "(":
            depth_has_choice.append(False)
        elif character == ")":
            risky = depth_has_choice.pop() if len(depth_has_choice) > 1 else True
            following = _QUANTIFIER.match(pattern, position + 1)
            if following is not None and following[0] != "?" and risky:
                return False
            depth_has_choice[-1] = depth_has_choice[-1] or risky
        elif character == "|":
            depth_has_choice[-1] = True
        elif (found := _QUANTIFIER.match(pattern, position)) is not None and pattern[position - 1 : position] != "(":
            depth_has_choice[-1] = True
            unbounded += found[0] in ("*", "+") or found[0].endswith(",}")
        position += 1
    return unbounded <= 3
