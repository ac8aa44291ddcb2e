"""Character references: what they mean, and how a file writes them."""

from __future__ import annotations

import re
from enum import Enum

_NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}

_FORMS = {
    "&": ("&#38;", "&amp;", "&#x26;"),
    "<": ("&#60;", "&lt;", "&#x3C;", "&#x3c;"),
    ">": ("&#62;", "&gt;", "&#x3E;", "&#x3e;"),
    '"': ("&#34;", "&quot;", "&#x22;"),
    "'": ("&#39;", "&apos;", "&#x27;"),
    "\n": ("&#10;", "&#xA;", "&#xa;", "&#x0A;", "&#x0a;"),
    "\t": ("&#9;", "&#x9;", "&#x09;"),
    "\r": ("&#13;", "&#xD;", "&#xd;", "&#x0D;", "&#x0d;"),
}
"""How a character can be written; the first is what Camunda's modelers write in attributes."""

_IN_CONTENT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What Camunda's modelers write in text."""

_UNWRITABLE = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled when first needed (`re` keeps it): that takes as long as reading ten files."""


class Place(Enum):
    """Where a value stands, and so what must be escaped in it. The value is the quote."""

    DOUBLE_QUOTED = '"'
    SINGLE_QUOTED = "'"
    CONTENT = ""


class UnwritableCharacterError(ValueError):
    """A text holds a character that no XML file can hold, not even as a reference."""


LOOKED_AT = 1 << 18
"""Characters that show the style of a file: thousands of fixes must not each look through megabytes."""


def decoded_reference(written: str) -> str | None:
    """The character of a reference such as `&#10;`, `&#xA;` or `&lt;`; None if XML has no such character."""
    if written[1] != "#":
        return _NAMED.get(written)
    digits = written[3:-1] if written[2] == "x" else written[2:-1]
    if len(digits) > 12:
        digits = digits.lstrip("0")[:12]
    code = int(digits or "0", 16 if written[2] == "x" else 10)
    return chr(code) if _is_xml_character(code) else None


def escape(text: str, place: Place, raw: str, source: str) -> str:
    """`text` as it must be written at `place`, in the style of the value `raw` or else of the file `source`.

    Raises UnwritableCharacterError for a character that no XML file can hold; one that a broken file has in `raw` stays.
    """
    bad = () if text.isprintable() else re.findall(_UNWRITABLE, text)
    for character in bad:
        if character not in raw:
            raise UnwritableCharacterError(f"U+{ord(character):04X} cannot be written in XML")
    if place is Place.CONTENT:
        if raw.lstrip().startswith("<![CDATA["):
            return text.replace("]]>", "]]]]><![CDATA[>")
        needed = "&<\r"
    else:
        needed = "&<\n\t\r" + place.value
    for optional in ">'":
        if optional in text and optional not in needed and _is_escaped(optional, place, raw, source):
            needed += optional
    if place is Place.CONTENT and "]]>" in text and ">" not in needed:
        needed += ">"
    forms = {ord(character): _form(character, place, raw, source) for character in needed if character in text}
    return text.translate(forms) if forms else text


def _is_escaped(character: str, place: Place, raw: str, source: str) -> bool:
    """Whether the value, or else the file, writes as a reference what could stand as it is."""
    if place is Place.CONTENT:
        return any(form in raw for form in _FORMS[character])
    if character in raw:
        return False
    return any(_is_in(form, raw) or _is_in(form, source) for form in _FORMS[character])


def _form(character: str, place: Place, raw: str, source: str) -> str:
    forms = _FORMS[character]
    for form in forms:
        if _is_in(form, raw):
            return form
    if place is Place.CONTENT:
        return _IN_CONTENT.get(character, forms[0])
    for form in forms:
        if _is_in(form, source):
            return form
    return forms[0]


def _is_in(form: str, text: str) -> bool:
    return text.find(form, 0, LOOKED_AT) >= 0


def _is_xml_character(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
