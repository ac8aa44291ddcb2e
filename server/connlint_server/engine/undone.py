"""Encodings undone, with the way back: so that a secret is found under several encodings at once, and its place is known.

`layers` undoes the escapes of addresses, JSON, programs, XML and HTML, one layer after the other, and leaves zeros out; `coded_runs` gives what
stands in base64 and in hexadecimal digits.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LAYERS = 4
_HEX = "[0-9a-fA-F]"
_NEXT = "(?:%[89abAB][0-9a-fA-F])"
_ESCAPES = re.compile(
    rf"(?P<bytes>%[c-dC-D]{_HEX}{_NEXT}|%[eE]{_HEX}{_NEXT}{{2}}|%[fF][0-7]{_NEXT}{{3}}|%{_HEX}{_HEX})"
    rf"|\\(?:(?P<units>u{_HEX}{{4}}(?:\\u[dD][c-fC-F]{_HEX}{{2}})?|x{_HEX}{_HEX})|(?P<named>[^\w]|[bfnrt]))"
    rf"|&(?P<entity>#[xX]{_HEX}{{1,8}}|#[0-9]{{1,9}}|[A-Za-z][A-Za-z0-9]{{1,24}});",
    re.DOTALL,
)
_ZEROS = re.compile("\0+")
_NAMED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_GAP = r"(?:\\?[\r\n]|\\{1,15}[rn]|%0[AaDd]|&#(?:1[03]|[xX][aAdD]);|\\(?=/)|[\t ]{1,4}(?=[\r\n])|(?<=[\r\n])[\t ]{1,8}){0,12}"
_RUN = 12
_NO_BASE64 = re.compile(r"\\+[rn]|%0[AaDd]|&#\w+;|[^A-Za-z0-9+/_-]")
_URL_SAFE = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Layer:
    """A text with its escapes undone.

    `starts`: of each escape where its characters begin in this text, then where they end; `sources`: the same places in
    the text before.
    """

    text: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """What characters were before; an escape that is touched belongs to them wholly."""
        return self._before(start), self._behind(end)

    def _before(self, place: int) -> int:
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return place
        return self.sources[index] + (0 if index % 2 == 0 else place - self.starts[index])

    def _behind(self, place: int) -> int:
        index = bisect_right(self.starts, place - 1) - 1
        if index < 0:
            return place
        return self.sources[index + 1] if index % 2 == 0 else self.sources[index] + place - self.starts[index]


def layers(text: str) -> Iterator[tuple[str, list[Layer]]]:
    """The text with its escapes undone once, twice, and so on; each with the way back, the last layer first."""
    way: list[Layer] = []
    for _ in range(_MOST_LAYERS):
        layer = _undone(text)
        if layer is None:
            return
        text = layer.text
        way = [layer, *way]
        yield text, way


def source(way: list[Layer], start: int, end: int) -> tuple[int, int]:
    for layer in way:
        start, end = layer.source(start, end)
    return start, end


def coded_runs(text: str, least: int = _RUN) -> Iterator[tuple[int, int, str]]:
    """What stands in base64 or in hexadecimal digits, of at least so many characters: start, end, and its text."""
    letter = "[A-Za-z0-9+/_-]"
    for match in re.finditer(rf"(?<!{letter}){letter}{{{least},}}(?:{_GAP}{letter}+)*+", text):
        coded = _NO_BASE64.sub("", match[0]).translate(_URL_SAFE)
        yield (*match.span(), _readable(base64.b64decode(coded[: len(coded) // 4 * 4] + _rest(coded))))
    for match in re.finditer(
        rf"(?<!{_HEX}){_HEX}{{2}}(?:(?:[ :+-]|%20)?{_HEX}{{2}}){{{least * 2 // 3},}}+{_HEX}?", text
    ):
        digits = re.sub("%20|[ :+-]", "", match[0])
        # What stands before may be a digit, too.
        for start in (0, 1) if len(digits) % 2 else (0,):
            yield (*match.span(), _readable(bytes.fromhex(digits[start : len(digits) - (len(digits) - start) % 2])))


def _rest(coded: str) -> str:
    """The last characters, filled up; one alone says nothing."""
    rest = coded[len(coded) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _readable(raw: bytes) -> str:
    if b"\0" in raw[:16]:
        for charset in ("utf-16-le", "utf-16-be"):
            text = raw.decode(charset, "replace")
            if "\0" not in text[:8]:
                return text
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")


def _undone(text: str) -> Layer | None:
    """One layer less; `None` where there is nothing to undo."""
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    size = done = 0
    # UTF-16 and UTF-32 that were read as UTF-8 have zeros everywhere, in escapes, too.
    has_zeros = "\0" in text
    for match in (_ZEROS if has_zeros else _ESCAPES).finditer(text):
        meant = "" if has_zeros else _meant(match)
        if meant is None:
            continue
        start, end = match.span()
        size += start - done
        starts += (size, size + len(meant))
        sources += (start, end)
        pieces += (text[done:start], meant)
        size += len(meant)
        done = end
    if not starts:
        return None
    return Layer("".join([*pieces, text[done:]]), tuple(starts), tuple(sources))


def _meant(match: re.Match[str]) -> str | None:
    """What an escape stands for."""
    text = match[match.lastgroup or 0]
    match match.lastgroup:
        case "bytes":
            raw = bytes.fromhex(text.replace("%", ""))
            return raw.decode("utf-8" if len(raw) > 1 or raw < b"\x80" else "iso-8859-1", "replace")
        case "units":
            units = [int(unit, 16) for unit in re.findall(f"{_HEX}+", text.replace("\\u", " "))]
            raw = b"".join(unit.to_bytes(2, "big") for unit in units)
            return raw.decode("utf-16-be", "surrogatepass")
        case "named":
            return _NAMED.get(text, text)
    if text.startswith("#"):
        code = int(text[2:], 16) if text[1] in "xX" else int(text[1:])
        return chr(code) if 0 < code < 0x110000 else None
    from html.entities import html5

    return html5.get(text + ";")
