"""Bytes to text and back, as XML says: byte order mark first, then the encoding declaration, else UTF-8."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from connlint.lazy_pattern import lazy

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: its little-endian mark begins with the other's."""

_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
"""XML, appendix F: how a declaration looks in UTF-16 that has no byte order mark."""

_DECLARATION = lazy(rb"<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*=[ \t\r\n]*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")

_FOR_TEXT = lazy(r"ascii|utf-8|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|shift_jis\w*|euc_\w+|hz|johab|tis-620")
"""Codecs (by Python's own name) that hold the letters of a declaration as ASCII does; `rot13`, `utf-7` and others are none."""


class DecodeError(ValueError):
    """The bytes are no text in their encoding. `offset` is the byte at which that shows, from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class SourceText(NamedTuple):
    """A decoded file. Every offset of connlint counts in `text`, which never holds the byte order mark."""

    text: str
    encoding: str
    """Python's name of the codec, with the byte order in it where there is one: `utf-8`, `utf-16-le`, `iso8859-1`."""
    bom: bool


def decode(data: bytes) -> SourceText:
    """Reads the bytes of an XML file.

    A byte order mark outweighs what the declaration says, as libxml2 and Java's parser have it.
    Raises DecodeError for an unknown encoding, bytes that the encoding does not have, and binary data.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return SourceText(_decoded(data, encoding, len(mark)), encoding, bom=True)
    for start, encoding in _UNMARKED:
        if data.startswith(start):
            return SourceText(_decoded(data, encoding, 0), encoding, bom=False)
    encoding = _declared(data)
    return SourceText(_decoded(data, encoding, 0), encoding, bom=False)


def encode(source: SourceText, text: str) -> bytes:
    """`text` as the file that `source` came from is written: the same encoding, the same byte order mark.

    A character that the encoding lacks becomes a character reference.
    """
    mark = next((mark for mark, encoding in _MARKS if encoding == source.encoding), b"") if source.bom else b""
    return mark + text.encode(source.encoding, "xmlcharrefreplace")


def _declared(data: bytes) -> str:
    declaration = _DECLARATION.match(data, 0, 1024)
    if declaration is None:
        return "utf-8"
    name = declaration[1].decode("ascii")
    at = declaration.start(1)
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        raise DecodeError(f"the encoding {name!r} is not known", at) from None
    if encoding.startswith(("utf-16", "utf-32")):
        raise DecodeError(f"the file declares the encoding {name!r}, but its bytes are not in it", at)
    if encoding != "utf-8" and not _FOR_TEXT.fullmatch(encoding):
        raise DecodeError(f"{name!r} is not an encoding for XML", at)
    return encoding


def _decoded(data: bytes, encoding: str, skip: int) -> str:
    if encoding[:6] not in ("utf-16", "utf-32"):
        nul = data.find(b"\0")
        if nul >= 0:
            raise DecodeError("binary data: a NUL byte, which no XML file has", nul)
    try:
        return data[skip:].decode(encoding) if skip else data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skip
        found = " ".join(f"{byte:02X}" for byte in data[at : error.end + skip][:4])
        raise DecodeError(f"not a text in {encoding.upper()}: {error.reason} (byte {found} at {at})", at) from None
