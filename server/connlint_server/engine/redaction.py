"""The redactor: masks every secret of a run, in every form in which it can leave the engine.

`secret_patterns` knows the forms, and `undone` finds those that stand in others (JSON in an address, XML in base64). A whole
`Basic` value that decodes to a text with a secret is masked entirely. A text that was cut may end in a part of a secret, and
one in which somebody else cut it (`...`) may hold one: parts are masked there.

Short secrets (one or two characters) would mask half of any text and show by that what they are: they are masked only where
they stand alone, between characters that are neither letters nor digits; their base64 only inside a `Basic` value.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from connlint_server.engine.charsets import CHARSETS, announced_charsets, is_text, possible_charsets
from connlint_server.engine.deadline import keep_deadline
from connlint_server.engine.secret_patterns import CUT_ESCAPE, SHORT, Haystack, Pattern, coded, longest_word, written
from connlint_server.engine.undone import coded_runs, layers, source

MASK = "***"
_MIN_LINE = 12
_MIN_PART = 6
_BASIC = re.compile(r"(?i)\bBasic(?:\s|\+|%20)+([A-Za-z0-9+/=_%-]+)")
_CUT = re.compile(CUT_ESCAPE)
_ELLIPSIS = re.compile(r"\.\.\.|…|\\u2026")
_MOST_ELLIPSES = 1000
# Of private use: no letter, and in no text.
_PARTING = "\ue000"
_ZEROS = ("\0", "\\u0000", "\\x00", "%00", "&#0;")
# So long can a character be in an encoding of an encoding.
_LONGEST = 40
# Characters in which encodings of encodings are looked for; only a text made for it has so many places to look at.
_MOST_UNDONE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class _Hidden:
    """A piece of a secret, and the ways to write it. `order`: of several pieces at one place, the first names it."""

    name: str
    value: str
    written: tuple[Pattern, ...]
    coded: tuple[Pattern, ...]
    order: int = 0

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return self.written + self.coded


class Redactor:
    """Masks the values of `secrets` (name to value). Immutable: `with_values` gives a wider one.

    Its repr tells the names only.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._hidden = _hidden((name, value) for name, value in secrets.items())

    def with_values(self, values: Iterable[str], name: str = "token") -> Redactor:
        """A redactor that also masks these values (tokens, credentials that stand in the model)."""
        known = {hidden.value for hidden in self._hidden}
        added = [(name, value) for value in values if value and value not in known]
        if not added:
            return self
        wider = Redactor({})
        wider._hidden = _ordered([*self._hidden, *(each for each in _hidden(added) if each.value not in known)])
        return wider

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is masked."""
        return tuple(dict.fromkeys(hidden.name for hidden in self._hidden))

    def text(self, text: str, mask: Callable[[str], str] | None = None, *, is_cut: bool = False) -> str:
        """The text with every form of every secret replaced by `***`, or by `mask(name)`.

        `is_cut`: something may have stood behind its end, so a part of a secret there is masked, too.
        """
        if not self._hidden or not text:
            return text
        spans = sorted(self._spans(text))
        if is_cut and (start := self._part_at_end(text)) is not None:
            spans = sorted([*spans, (start, len(text), len(self._hidden))])
        if not spans:
            return text
        pieces: list[str] = []
        done = 0
        for start, end, order in _merged(spans):
            name = self._hidden[order].name if order < len(self._hidden) else ""
            pieces += [text[done:start], mask(name) if mask and name else MASK]
            done = end
        return "".join([*pieces, text[done:]])

    def cut(self, text: str, most: int) -> str:
        """The first characters of a raw text; a secret that is cut there goes wholly."""
        if len(text) <= most:
            return text
        for start, end, _ in _merged(sorted(self._spans(text))):
            if start < most < end:
                return text[:start] + MASK
        return text[:most]

    def data(self, data: bytes, content_type: str = "", *, is_cut: bool = False) -> bytes:
        """The same for bytes: in the charset that they announce, and in every other in which a secret stands in them."""
        if not self._hidden or not data:
            return data
        for charset in (*announced_charsets(data, content_type), *possible_charsets(data), "iso-8859-1"):
            text = data.decode(charset, "replace")
            masked = self.text(text, is_cut=is_cut)
            if masked != text:
                data = masked.encode(charset, "replace")
        return data if is_text(data) else self._without_raw_values(data)

    def value(self, value: Any) -> Any:
        """The same for everything in a JSON value, keys and numbers included. The value may be of any depth."""
        # One search over all texts: most values hold no secret at all.
        if not self._hidden:
            return value
        whole = _PARTING.join(_texts(value))
        return value if self.text(whole) == whole else self._masked(value)

    def _masked(self, value: Any) -> Any:
        """A copy, made from the outside inwards with no recursion."""
        root: list[Any] = [value]
        todo: list[tuple[Any, Any]] = [(root, 0)]
        while todo:
            holder, place = todo.pop()
            item = holder[place]
            if isinstance(item, str):
                holder[place] = self.text(item)
            elif isinstance(item, Mapping):
                copied = {self.text(str(name)): each for name, each in item.items()}
                holder[place] = copied
                todo += [(copied, name) for name in copied]
            elif isinstance(item, (list, tuple)):
                listed = list(item)
                holder[place] = listed
                todo += [(listed, index) for index in range(len(listed))]
            elif isinstance(item, (int, float)) and not isinstance(item, bool):
                shown = str(item)
                masked = self.text(shown)
                holder[place] = item if masked == shown else masked
        return root[0]

    def __repr__(self) -> str:
        return f"Redactor({', '.join(self.names)})"

    def _spans(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where secrets stand in the text, in no order, each with its `order`."""
        for match in _BASIC.finditer(text):
            order = self._in_basic(match[1])
            if order is not None:
                yield (*match.span(1), order)
        hay = Haystack(text)
        for hidden in self._hidden:
            for pattern in hidden.patterns:
                keep_deadline()
                for start, end in pattern.spans(hay):
                    yield start, end, hidden.order
        yield from self._undone(hay)
        yield from self._in_runs(text)
        for count, match in enumerate(_ELLIPSIS.finditer(text)):
            if count == _MOST_ELLIPSES:
                break
            begin = max(0, match.start() - 2000)
            for hidden in self._hidden:
                plain = hidden.written[0]
                part = plain.part_at_end(text[begin : match.start()], 2 * plain.least)
                if part is not None:
                    yield begin + part, match.start(), hidden.order

    def _undone(self, hay: Haystack) -> Iterator[tuple[int, int, int]]:
        """Secrets under several encodings: looked for where their letters stand, which hardly any encoding changes."""
        room = _MOST_UNDONE
        for begin, end in _joined(self._windows(hay)):
            window = hay.text[begin : min(end, begin + room)]
            room -= len(window)
            for text, way in layers(window):
                layer = Haystack(text)
                for hidden in self._hidden:
                    keep_deadline()
                    for pattern in hidden.written:
                        for start, stop in pattern.spans(layer):
                            first, last = source(way, start, stop)
                            yield begin + first, begin + last, hidden.order

    def _windows(self, hay: Haystack) -> Iterator[tuple[int, int]]:
        has_zeros = any(zero in hay.text for zero in _ZEROS)
        if not has_zeros and not any(mark in hay.text for mark in "%\\&"):
            return
        words = [longest_word(hidden.value) for hidden in self._hidden]
        # In another case a text may be of another length.
        if has_zeros or not all(words) or hay.has_escaped_words or len(hay.folded) != len(hay.text):
            yield 0, len(hay.text)
            return
        for hidden, word in zip(self._hidden, words, strict=True):
            around = _LONGEST * len(hidden.value)
            place = hay.folded.find(word)
            while place >= 0:
                yield max(0, place - around), place + around
                place = hay.folded.find(word, place + around // 2)

    def _in_runs(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Secrets in longer texts that stand in base64 or in digits."""
        runs = list(coded_runs(text))
        if not runs:
            return
        begins, size = [], 0
        for _, _, decoded in runs:
            begins.append(size)
            size += len(decoded) + 1
        hay = Haystack(_PARTING.join(decoded for _, _, decoded in runs))
        # In noise nearly every letter stands alone somewhere.
        hidden = [each for each in self._hidden if len(each.value) >= SHORT]
        found = [(start, each.order) for each in hidden for way in each.written for start, _ in way.spans(hay)]
        found += [(start, order) for start, _, order in self._undone(hay) if len(self._hidden[order].value) >= SHORT]
        for start, order in found:
            run = runs[bisect_right(begins, start) - 1]
            yield run[0], run[1], order

    def _part_at_end(self, text: str) -> int | None:
        """Where the part of a secret begins in which the text ends."""
        starts = [
            start
            for hidden in self._hidden
            for pattern in hidden.patterns
            if (start := pattern.part_at_end(text, pattern.least)) is not None
        ]
        begin = max(0, len(text) - _LONGEST * max(len(hidden.value) for hidden in self._hidden))
        tail = _CUT.sub("", text[begin:])
        for undone, way in layers(tail):
            for hidden in self._hidden:
                for pattern in hidden.written:
                    start = pattern.part_at_end(undone, pattern.least)
                    if start is not None:
                        starts.append(begin + source(way, start, len(undone))[0])
        for start, end, decoded in coded_runs(tail, least=6):
            # Of two digits one may be left, and of a line break its beginning.
            if end + 4 >= len(tail) and self._part_at_end(decoded) is not None:
                starts.append(begin + start)
        return min(starts, default=None)

    def _in_basic(self, encoded: str) -> int | None:
        """Which secret a `Basic` value holds."""
        from urllib.parse import unquote

        plain = unquote(encoded).translate(str.maketrans("-_", "+/")).rstrip("=")
        try:
            decoded = base64.b64decode(plain + "=" * (-len(plain) % 4))
        except ValueError:
            return None
        for charset in ("utf-8", "iso-8859-1"):
            shown = decoded.decode(charset, "replace")
            for hidden in self._hidden:
                if hidden.value in shown:
                    return hidden.order
        return None

    def _without_raw_values(self, data: bytes) -> bytes:
        """Bytes that are no text: shown as numbers, of which a reader may make one in any charset."""
        for hidden in self._hidden:
            if len(hidden.value) < SHORT:
                continue
            for charset in CHARSETS:
                try:
                    raw = hidden.value.encode(charset)
                except (UnicodeError, LookupError):
                    continue
                if raw in data:
                    data = data.replace(raw, MASK.encode(charset))
        return data


def _hidden(secrets: Iterable[tuple[str, str]]) -> tuple[_Hidden, ...]:
    found: dict[str, _Hidden] = {}
    for name, whole in sorted(secrets, key=lambda pair: (-len(pair[1]), pair)):
        for value, is_whole in _pieces(whole):
            if value and value not in found:
                ways = tuple(written(value, misread=is_whole))
                found[value] = _Hidden(name, value, ways, tuple(coded(value)) if is_whole else ())
    return _ordered(found.values())


def _ordered(hidden: Iterable[_Hidden]) -> tuple[_Hidden, ...]:
    """The longest first: a secret may be a part of another."""
    listed = sorted(hidden, key=lambda item: (-len(item.value), item.name, item.value))
    return tuple(replace(each, order=order) for order, each in enumerate(listed))


def _pieces(value: str) -> Iterator[tuple[str, bool]]:
    """What of a secret is masked, and whether it is the whole, which may be encoded.

    Itself, what addresses and texts make of it, and the long lines of one that has several (keys, certificates).
    """
    yield from ((value, True), (value.strip(), True))
    yield from ((unicodedata.normalize(form, value), False) for form in ("NFC", "NFD"))
    yield from ((each, False) for each in (*_in_addresses(value), *_as_number(value)))
    lines = [line.strip() for line in value.splitlines()]
    if len(lines) > 1:
        yield from ((line, False) for line in lines if len(line) >= _MIN_LINE)


def _in_addresses(value: str) -> Iterator[str]:
    """An address undoes escapes in a secret and takes `+` for a blank; `#` cuts it and `&` parts it."""
    from urllib.parse import unquote

    for part in dict.fromkeys((value, *re.split("[#&]", value))):
        if len(part) >= _MIN_PART:
            yield from (part, unquote(part), part.replace("+", " "), unquote(part.replace("+", " ")))
    if not value.isascii() and len(value) < 64:
        try:
            yield value.encode("idna").decode("ascii")
        except UnicodeError:
            return


def _as_number(value: str) -> Iterator[str]:
    """The digits of a secret that is a number, as Java and Python write a double."""
    from connlint_server.engine.java_text import java_double

    if re.fullmatch(r"[0-9]{5,300}(?:\.[0-9]{1,300})?", value):
        yield from (java_double(float(value)).partition("E")[0], repr(float(value)).partition("e")[0])


def _merged(spans: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Sorted spans, those that overlap as one."""
    current: tuple[int, int, int] | None = None
    for start, end, order in spans:
        if current is not None and start < current[1]:
            current = (current[0], max(end, current[1]), min(order, current[2]))
        else:
            if current is not None:
                yield current
            current = (start, end, order)
    if current is not None:
        yield current


def _joined(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end, _ in _merged(sorted((start, end, 0) for start, end in windows)):
        yield start, end


def _texts(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value, and every name."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            yield from map(str, item)
            todo += item.values()
        elif isinstance(item, (list, tuple)):
            todo += item
        elif isinstance(item, (int, float)) and not isinstance(item, bool):
            yield str(item)
