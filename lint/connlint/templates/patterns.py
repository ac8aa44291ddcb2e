"""The patterns of templates: JavaScript regular expressions, judged safely by Python.

A template comes from anybody. So a pattern that cannot be translated, or that takes too long, has no answer,
and no answer is never an error. What is sure to be quick is searched by `re`; the rest by FEEL's engine, which keeps
a limit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from time import monotonic, thread_time
from typing import Literal, NamedTuple

from connlint.lazy_pattern import lazy

LONGEST_PATTERN = 10_000
"""Characters of a pattern; what people write is below a hundred."""

_LONGEST_TEXT = 20_000
"""The longest text that a pattern is tried on; what a person types into a field is far below."""

SECONDS = 0.2
"""How long one search may take."""

PATIENCE = 1.0
"""Seconds that may be lost in all on searches that are given up, until none was for a while."""

MOST_WATCHED = 500
"""Patterns that are watched in all; of those that are published two are."""

_A_WHILE = 60.0
_QUICK = 10_000_000
"""Steps of a search that is not watched."""

_JS_SPACE = r"\t\n\x0b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_ANY_BUT_LINE_END = r"[^\n\r\u2028\u2029]"
_QUANTIFIER = lazy(r"[*+?]|\{\d+(?:,\d*)?\}")
_CODE_POINT = lazy(r"\\u\{([0-9A-Fa-f]{1,6})\}")
_REFERENCE = lazy(r"(?<!\\)(?:\\\\)*\\[1-9k]")
_GROUP = lazy(r"\(\?(?:[:=!]|<[=!]|<(?P<name>[A-Za-z_$][\w$]*)>)")

Answer = bool | None | Literal["too costly"]


def matches(pattern: str, text: str) -> bool | None:
    """Whether some part of `text` matches the JavaScript pattern; None where that cannot be told."""
    answer = _answer(pattern, text)
    return answer if isinstance(answer, bool) else None


def is_too_costly(pattern: str, text: str) -> bool:
    """Whether the search was given up: the pattern is too long, or takes too much of room or time."""
    return _answer(pattern, text) == "too costly"


class _Notation(NamedTuple):
    """How another language writes what JavaScript writes differently."""

    end: str
    any: str
    named_group: str
    named_reference: str


PYTHON = _Notation(r"\Z", r"(?s:.)", "(?P<{}>", "(?P={})")
JAVA = _Notation(r"\z", r"[\s\S]", "(?<{}>", r"\k<{}>")


class _Quick(NamedTuple):
    """A pattern that `re` searches: the steps grow as the text's length to this power."""

    compiled: re.Pattern[str]
    power: int


_answers: dict[tuple[str, str], Answer] = {}


def _answer(pattern: str, text: str) -> Answer:
    if len(pattern) > LONGEST_PATTERN:
        return "too costly"
    if len(text) > _LONGEST_TEXT:
        return None
    quick = _quick(pattern)
    if quick is not None and len(text) ** quick.power <= _QUICK:
        return quick.compiled.search(text) is not None
    key = (pattern, text)
    if key not in _answers:
        if not _patience.is_left() or not _patience.has_room(pattern):
            return None
        if len(_answers) >= 1000:
            _answers.clear()
        _answers[key] = _watched(pattern, text)
    return _answers[key]


@lru_cache(maxsize=256)
def _quick(pattern: str) -> _Quick | None:
    power = _power(pattern)
    python = rewritten(pattern, PYTHON) if power is not None else None
    if power is None or python is None:
        return None
    try:
        return _Quick(re.compile(python, re.ASCII), power)
    except (re.error, OverflowError, RecursionError):
        return None


def _watched(pattern: str, text: str) -> Answer:
    from connlint.feel.regex import InvalidPattern, RegexTimeout
    from connlint.feel.regex import matches as search

    java = rewritten(pattern, JAVA)
    if java is None:
        return None
    started = thread_time()
    try:
        # JavaScript lets a reference match nothing as long as its group took no part; the others let it fail.
        return search(text, java, seconds=SECONDS) or (None if _REFERENCE.search(pattern) else False)
    except InvalidPattern:
        return None
    except RegexTimeout:
        _patience.lose(thread_time() - started)
        return "too costly"


class _Patience:
    """What is left of the time that may be lost. A template can have thousands of patterns that never end."""

    def __init__(self) -> None:
        self._left = PATIENCE
        self._lost_at = 0.0
        self._read: set[str] = set()

    def is_left(self) -> bool:
        if self._left <= 0 and monotonic() - self._lost_at > _A_WHILE:
            self._left = PATIENCE
        return self._left > 0

    def has_room(self, pattern: str) -> bool:
        """Whether the pattern is one of the first so many: to read them takes time as well."""
        if len(self._read) < MOST_WATCHED:
            self._read.add(pattern)
        return pattern in self._read

    def lose(self, seconds: float) -> None:
        self._left -= seconds
        self._lost_at = monotonic()


_patience = _Patience()


def rewritten(pattern: str, notation: _Notation) -> str | None:
    """The same expression in another notation; None where it is no JavaScript, or has no like there.

    What differs: `.` and `$` at line ends, the classes' alphabets, names of groups, `[^]`, and a `[` in a class.
    """
    out: list[str] = []
    position, in_class = 0, False
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            escape, position = _escape(pattern, position, in_class, notation)
            if escape is None:
                return None
            out.append(escape)
            continue
        if in_class:
            in_class = character != "]"
            out.append("\\" + character if character in "[&~|" else character)
        elif pattern.startswith("[^]", position):
            out.append(notation.any)
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
        elif pattern.startswith("(?", position):
            group = _GROUP.match(pattern, position)
            if group is None:
                return None
            out.append(notation.named_group.format(group["name"]) if group["name"] else group[0])
            position = group.end()
            continue
        elif (quantifier := _QUANTIFIER.match(pattern, position)) is not None:
            out.append(quantifier[0])
            position = quantifier.end()
            if pattern.startswith("+", position):
                return None  # possessive elsewhere, nothing in JavaScript
            continue
        elif character in "{}]":
            out.append("\\" + character)
        else:
            out.append({".": _ANY_BUT_LINE_END, "$": notation.end}.get(character, character))
        position += 1
    return None if in_class else "".join(out)


def _escape(pattern: str, position: int, in_class: bool, notation: _Notation) -> tuple[str | None, int]:
    """The other form of the escape at `position`, and where it ends."""
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
    if letter in ("d", "D", "w", "W", "b", "B", "n", "r", "t", "f"):
        return "\\" + letter, end
    if letter == "v":
        return r"\x0b", end
    if letter == "k":
        name = re.compile(r"\\k<(\w+)>").match(pattern, position)
        return (notation.named_reference.format(name[1]), name.end()) if name is not None else (None, end)
    if letter in ("x", "u"):
        digits = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}").match(pattern, position)
        return (digits[0], digits.end()) if digits is not None else (None, end)
    if letter.isdigit() and not in_class:
        return ("\\" + letter if letter != "0" else r"\x00"), end
    if letter == "" or letter.isalnum():
        # \p{…}, \c…, and escapes that only JavaScript's older mode takes.
        return None, end
    return re.escape(letter), end


def _power(pattern: str) -> int | None:
    """How the steps of a search grow with the length of the text; None where they may explode.

    They explode where a repeated group holds a repetition or an alternative. Else each repetition of no fixed length
    multiplies the steps by the length, and so does each place where the search can begin.
    """
    depth_has_choice: list[bool] = [False]
    position, repetitions, in_class = 0, 0, False
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            if pattern[position + 1 : position + 2].isdigit() or pattern.startswith("k", position + 1):
                return None
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
                return None
            depth_has_choice[-1] = depth_has_choice[-1] or risky
        elif character == "|":
            depth_has_choice[-1] = True
        elif (found := _QUANTIFIER.match(pattern, position)) is not None and pattern[position - 1 : position] != "(":
            depth_has_choice[-1] = True
            repetitions += found[0] in ("*", "+") or "," in found[0]
        position += 1
    return repetitions + 1
