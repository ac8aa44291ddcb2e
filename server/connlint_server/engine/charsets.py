"""Charsets: which there are, which one some bytes announce, and their text.

Only charsets that a Java or a browser would know: Python's own (`idna`, `unicode_escape`, ...) are none of the net.
"""

from __future__ import annotations

import codecs
import re

_OF_PYTHON = frozenset(
    {"idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PARAMETER = re.compile(r';\s*charset\s*=\s*"?([^\s";,]+)', re.IGNORECASE)
# In these ASCII is ASCII, and the bytes of UTF-8 are found as Latin-1.
_LIKE_ASCII = frozenset({"ascii", "utf-8", "iso8859-1"})

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
CHARSETS = (
    *WIDE,
    *("utf-7", "cp037", "cp500", "cp273", "cp1026", "cp424", "cp875"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "iso2022_jp", "hz"),
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp437", "cp850", "cp852", "cp866", "koi8_r", "mac_roman"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "iso8859_15"),
)
"""Those in which a secret is looked for in bytes that are no text by themselves."""


def known_charset(name: str) -> str | None:
    """Python's name for a charset, in any of its spellings; `None` for what is none."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("_", "-") in _OF_PYTHON:
        return None
    return info.name


def announced_charsets(data: bytes, content_type: str) -> tuple[str, ...]:
    """Those that a byte order mark and a Content-Type announce, but for those that are read like ASCII anyway."""
    declared = declared_charset(content_type)
    found = dict.fromkeys(name for name in (_marked(data), declared) if name is not None and name not in _LIKE_ASCII)
    return tuple(found)


def possible_charsets(data: bytes) -> tuple[str, ...]:
    """Those in which bytes that are no UTF-8 may be a text all the same, although they do not say so."""
    if is_text(data):
        return ()
    return (*(WIDE if b"\0" in data else ()), "cp037", "cp500")


def declared_charset(content_type: str) -> str | None:
    match = _PARAMETER.search(content_type)
    return known_charset(match[1]) if match is not None else None


def is_text(data: bytes) -> bool:
    """Whether the bytes are UTF-8 without zero bytes."""
    if b"\0" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def charset_of(data: bytes, content_type: str) -> str:
    """The charset to read the bytes in, as Python calls it: by their mark, else as declared, else UTF-8."""
    return _marked(data) or declared_charset(content_type) or "utf-8"


def charset_name(data: bytes, content_type: str) -> str:
    """The same as the net calls it."""
    marked, declared = _marked(data), _PARAMETER.search(content_type)
    if marked is not None:
        return marked.removesuffix("-sig")
    return declared[1].lower() if declared is not None and known_charset(declared[1]) is not None else "utf-8"


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def text_of(data: bytes, content_type: str) -> str | None:
    """The bytes as a text for people; `None` where they are none."""
    try:
        text = data.decode(charset_of(data, content_type))
    except UnicodeError:
        return None
    return None if "\0" in text else text
