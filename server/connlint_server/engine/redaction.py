"""The redactor: masks every secret of a run, in every form in which it can leave the engine.

For each secret one pattern takes every character in any of its forms (plain, percent-escaped in both cases and repeatedly,
`+` for a blank, JSON and XML escapes, what a lossy charset makes of it), so that no safe set of any encoder has to be known.
A second pattern finds its base64, standard and URL-safe, at each of the three alignments. A whole `Basic` value that decodes
to a text with a secret is masked entirely.

Short secrets (one or two characters) would mask half of any text and show by that what they are: they are masked only where
they stand alone, between characters that are neither letters nor digits; their base64 only inside a `Basic` value.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MASK = "***"
_SHORT = 3
# Fewer characters than this in common say nothing about a secret.
_MIN_BASE64 = 4
_MIN_LINE = 12
_BASIC = re.compile(r"(?i)(\bBasic(?:\s|\+|%20)+)([A-Za-z0-9+/=_%-]+)")
# Where one of these stands, a letter may be written as an escape.
_ESCAPE_MARKS = ("%", "\\", "&#")
_XML_NAMES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
_JSON_LETTERS = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}


@dataclass(frozen=True, slots=True, repr=False)
class _Pattern:
    """`needle`: letters and digits that stand as they are in every match, so that most texts need no search."""

    expression: re.Pattern[str]
    needle: str
    escapable: bool

    def may_match(self, text: str, lowered: str) -> bool:
        if not self.escapable:
            return self.needle in text
        return self.needle in lowered or any(mark in text for mark in _ESCAPE_MARKS)


@dataclass(frozen=True, slots=True, repr=False)
class _Hidden:
    name: str
    value: str
    patterns: tuple[_Pattern, ...]


class Redactor:
    """Masks the values of `secrets` (name to value). Immutable: `with_values` gives a wider one.

    Its repr tells the names only.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        hidden = {(name, value) for name, whole in secrets.items() for value in _pieces(whole)}
        self._hidden = tuple(
            _Hidden(name, value, tuple(_patterns(value)))
            for name, value in sorted(hidden, key=lambda pair: (-len(pair[1]), pair))
        )

    def with_values(self, values: Iterable[str], name: str = "token") -> Redactor:
        """A redactor that also masks these values (tokens, credentials that stand in the model)."""
        known = {hidden.value for hidden in self._hidden}
        added = {value for whole in values for value in _pieces(whole)} - known
        if not added:
            return self
        wider = Redactor({})
        new = [_Hidden(name, value, tuple(_patterns(value))) for value in added]
        wider._hidden = tuple(sorted([*self._hidden, *new], key=lambda item: (-len(item.value), item.name)))
        return wider

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is masked."""
        return tuple(dict.fromkeys(hidden.name for hidden in self._hidden))

    def text(self, text: str, mask: Callable[[str], str] | None = None) -> str:
        """The text with every form of every secret replaced by `***`, or by `mask(name)`."""
        if not self._hidden or not text:
            return text
        text = _BASIC.sub(lambda match: self._basic(match, mask), text)
        lowered = text.lower()
        for hidden in self._hidden:
            replacement = (mask(hidden.name) if mask else MASK).replace("\\", r"\\")
            for pattern in hidden.patterns:
                if pattern.may_match(text, lowered):
                    text = pattern.expression.sub(replacement, text)
        return text

    def data(self, data: bytes) -> bytes:
        """The same for bytes of unknown charset (each byte is taken for one character)."""
        return self.text(data.decode("iso-8859-1")).encode("iso-8859-1", "replace")

    def value(self, value: Any) -> Any:
        """The same for everything in a JSON value, keys and numbers included."""
        if isinstance(value, (Mapping, list, tuple)):
            # One search over the whole text: most values hold no secret at all.
            try:
                whole = json.dumps(value, ensure_ascii=False, default=str)
                return value if self.text(whole) == whole else self._masked(value)
            except RecursionError:
                return MASK
        return self._masked(value)

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(name)): self._masked(item) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._masked(item) for item in value]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            shown = str(value)
            masked = self.text(shown)
            return value if masked == shown else masked
        return value

    def __repr__(self) -> str:
        return f"Redactor({', '.join(self.names)})"

    def _basic(self, match: re.Match[str], mask: Callable[[str], str] | None) -> str:
        from urllib.parse import unquote

        encoded = unquote(match[2]).translate(str.maketrans("-_", "+/")).rstrip("=")
        try:
            decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
        except ValueError:
            return match[0]
        for charset in ("utf-8", "iso-8859-1"):
            shown = decoded.decode(charset, "replace")
            for hidden in self._hidden:
                if hidden.value in shown:
                    return match[1] + (mask(hidden.name) if mask else MASK)
        return match[0]


def _pieces(value: str) -> Iterable[str]:
    """A secret itself, and the long lines of one that has several (keys, certificates)."""
    if not value:
        return
    yield value
    stripped = value.strip()
    if stripped and stripped != value:
        yield stripped
    lines = [line.strip() for line in value.splitlines()]
    if len(lines) > 1:
        yield from (line for line in lines if len(line) >= _MIN_LINE)


def _patterns(value: str) -> Iterable[_Pattern]:
    plain = "".join(map(_any_form, value))
    if len(value) < _SHORT:
        yield _Pattern(re.compile(rf"(?<![^\W_]){plain}(?![^\W_])"), _longest_run(value).lower(), escapable=True)
        return
    yield _Pattern(re.compile(plain), _longest_run(value).lower(), escapable=True)
    for raw in {value.encode("utf-8", "replace"), value.encode("iso-8859-1", "replace")}:
        for inner in _base64_cores(raw):
            if len(inner) >= _MIN_BASE64:
                expression = f"[A-Za-z0-9+/_-]?{''.join(map(_base64_form, inner))}[A-Za-z0-9+/_-]?={{0,2}}"
                yield _Pattern(re.compile(expression), _longest_run(inner), escapable=False)


def _longest_run(text: str) -> str:
    return max(re.split(r"[^A-Za-z0-9]+", text), key=len)


def _base64_cores(raw: bytes) -> set[str]:
    """The characters of the base64 that depend on the secret alone, for each alignment that it can have."""
    cores = set()
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).decode("ascii")
        cores.add(encoded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6])
    return cores


def _base64_form(character: str) -> str:
    if character == "+":
        return r"(?:\+|-|%2[Bb])"
    if character == "/":
        return r"(?:\\?/|_|%2[Ff])"
    return character


def _any_form(character: str) -> str:
    """An expression for the character in every form that an encoder may give it."""
    code = ord(character)
    forms = {re.escape(character), rf"\\+u{code:04x}" if code < 0x10000 else _surrogates(character)}
    forms |= {rf"&#0*{code};", rf"&#x0*{code:x};"}
    for raw in {character.encode("utf-8", "replace"), character.encode("iso-8859-1", "replace")}:
        forms.add("".join(rf"%(?:25)*{byte:02x}" for byte in raw))
    if not character.isascii():
        # UTF-8 read as Latin-1, and what a charset without the character puts in its place.
        forms.add(re.escape(character.encode("utf-8", "replace").decode("iso-8859-1")))
        forms.add(r"\?{1,2}" if code > 0xFF else re.escape("\ufffd"))
    if code < 0x20 or 0x7F <= code < 0xA0:
        # What a header line makes of it.
        forms |= {r"\?", " "}
    if character == " ":
        forms.add(r"\+")
    if character in '"\\/':
        forms.add(r"\\+" + re.escape(character))
    if character in _JSON_LETTERS:
        forms.add(r"\\+" + _JSON_LETTERS[character])
    if character in _XML_NAMES:
        forms.add(f"&{_XML_NAMES[character]};")
    return "(?i:" + "|".join(sorted(forms, key=lambda form: (-len(form), form))) + ")"


def _surrogates(character: str) -> str:
    raw = character.encode("utf-16-be", "replace")
    return "".join(rf"\\+u{high:02x}{low:02x}" for high, low in zip(raw[::2], raw[1::2], strict=True))
