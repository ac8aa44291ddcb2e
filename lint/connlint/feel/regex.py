"""The functions with regular expressions, by the rules of java.util.regex.

Text goes in and comes out whole; no position is given out, so that it does not matter here that Java counts in
UTF-16 units and Python in code points. A pattern sees code points, as Java's does.

The `regex` package does the matching and is loaded at the first use.
"""

from __future__ import annotations

import re
from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING

from connlint.feel.regex_failure import InvalidPattern, RegexTimeout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match, Pattern

__all__ = ["InvalidPattern", "RegexTimeout", "extract", "matches", "replace", "split"]

SECONDS = 0.8
"""How long one call may search before it is given up: in the thread's own time, so that a busy machine changes nothing
(within a single search the `regex` package counts the time of the whole process)."""

MAX_RESULT = 10_000_000
"""How many characters a replacement may make."""

_REFERENCE_NAME = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)\}")


def matches(text: str, pattern: str, flags: str = "", *, seconds: float = SECONDS) -> bool:
    """Whether the pattern is found anywhere in the text. Raises InvalidPattern, RegexTimeout.

    >>> matches("foobar", "^FO*b", "i")
    True
    """
    compiled = _compiled(pattern, flags)
    try:
        return compiled.search(text, timeout=seconds) is not None
    except TimeoutError:
        raise _too_slow(pattern) from None


def replace(text: str, pattern: str, replacement: str, flags: str = "", *, seconds: float = SECONDS) -> str:
    """The text with every match replaced; `$1`, `${name}` and backslash escapes count in the replacement.

    Raises InvalidPattern, also for a replacement that refers to a group which is not there (only if there is a match:
    the replacement is read then), and RegexTimeout.

    >>> replace("abracadabra", "a(.)", "a$1$1")
    'abbraccaddabbra'
    """
    compiled = _compiled(pattern, flags)
    template: list[str | int] | None = None
    pieces: list[str] = []
    at = size = 0
    for match in _found(compiled, text, pattern, seconds):
        if template is None:
            template = _template(replacement, compiled)
        new = "".join(part if isinstance(part, str) else match.group(part) or "" for part in template)
        pieces += (text[at : match.start()], new)
        at = match.end()
        size += len(new)
        if size > MAX_RESULT:
            raise RegexTimeout(f"the replacement makes more than {MAX_RESULT} characters")
    pieces.append(text[at:])
    return "".join(pieces)


def split(text: str, delimiter: str, *, seconds: float = SECONDS) -> list[str]:
    """The parts between the matches of the pattern `delimiter`, empty ones too. Raises InvalidPattern, RegexTimeout.

    >>> split("a;b;c;;", ";")
    ['a', 'b', 'c', '', '']
    """
    parts: list[str] = []
    at = 0
    for match in _found(_compiled(delimiter, ""), text, delimiter, seconds):
        # Run time: a match of nothing at the beginning does not split off an empty part.
        if match.end() > 0:
            parts.append(text[at : match.start()])
            at = match.end()
    parts.append(text[at:])
    return parts


def extract(text: str, pattern: str, *, seconds: float = SECONDS) -> list[str]:
    """What the pattern matches, one after the other. Raises InvalidPattern, RegexTimeout.

    >>> extract("references are 1234, 1256", "12[0-9]*")
    ['1234', '1256']
    """
    return [match.group() for match in _found(_compiled(pattern, ""), text, pattern, seconds)]


@lru_cache(maxsize=128)
def _compiled(pattern: str, flags: str) -> Pattern[str]:
    import regex

    from connlint.feel.java_pattern import translate

    translated = translate(pattern, flags)
    try:
        return regex.compile(translated, regex.VERSION1)
    except (RecursionError, MemoryError):
        raise RegexTimeout("the pattern is nested too deeply") from None
    except (regex.error, OverflowError) as error:
        raise InvalidPattern(str(error)) from None


def _found(compiled: Pattern[str], text: str, pattern: str, seconds: float) -> Iterator[Match[str]]:
    """The matches in turn.

    Run time: after a match of nothing Java goes on one character further, whatever else would match at the same place.
    """
    deadline = thread_time() + seconds
    at = 0
    while at <= len(text):
        try:
            match = compiled.search(text, at, timeout=max(0.0, deadline - thread_time()))
        except TimeoutError:
            raise _too_slow(pattern) from None
        if match is None:
            return
        yield match
        at = match.end() + (match.end() == match.start())


def _too_slow(pattern: str) -> RegexTimeout:
    shown = pattern if len(pattern) <= 60 else pattern[:57] + "..."
    return RegexTimeout(f"the pattern '{shown}' takes too long")


def _template(replacement: str, compiled: Pattern[str]) -> list[str | int]:
    """The replacement as text and numbers of groups."""
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        character = replacement[at]
        at += 1
        if character == "\\":
            if at == len(replacement):
                raise InvalidPattern("character to be escaped is missing")
            parts.append(replacement[at])
            at += 1
        elif character == "$":
            number, at = _group_reference(replacement, at, compiled)
            parts.append(number)
        else:
            parts.append(character)
    return parts


def _group_reference(replacement: str, at: int, compiled: Pattern[str]) -> tuple[int, int]:
    """The group that stands behind a `$`, and where the text goes on."""
    if replacement.startswith("{", at):
        match = _REFERENCE_NAME.match(replacement, at + 1)
        if match is None or match[1] not in compiled.groupindex:
            raise InvalidPattern("the replacement names a group that is not there")
        return compiled.groupindex[match[1]], match.end()
    if replacement[at : at + 1] not in tuple("0123456789"):
        raise InvalidPattern("Illegal group reference")
    number = int(replacement[at])
    if number > compiled.groups:
        raise InvalidPattern(f"No group {number}")
    at += 1
    # Run time: as many digits count as still name a group that is there.
    while at < len(replacement) and replacement[at] in "0123456789":
        longer = number * 10 + int(replacement[at])
        if longer > compiled.groups:
            break
        number, at = longer, at + 1
    return number, at
