"""A Content-Type header as Apache's lenient parser reads it, and charsets as Java encodes them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from connlint_server.engine.errors import ConnectorError

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)*')
_PARAMETER = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"?)+')
_QUOTED_PAIR = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class ContentType:
    """The type and its parameters in order; `charset` is the name that the header gives."""

    mime_type: str
    parameters: tuple[tuple[str, str | None], ...] = ()

    def parameter(self, name: str) -> str | None:
        """The value of the first parameter of that name, in any case."""
        return next((value for key, value in self.parameters if key.lower() == name), None)

    @property
    def charset(self) -> str | None:
        return self.parameter("charset") or None

    def __str__(self) -> str:
        pieces = [key if value is None else f"{key}={_quoted(value)}" for key, value in self.parameters]
        return "; ".join([self.mime_type, *pieces])


def parse_content_type(header: str) -> ContentType | None:
    """The first element of the header; `None` where it is blank. Raises for a charset that does not exist."""
    first = _ELEMENT.match(header)
    pieces = [piece.strip() for piece in _PARAMETER.findall(first[0] if first else "")]
    mime_type = pieces[0].partition("=")[0].strip() if pieces else ""
    if not mime_type:
        return None
    parameters = []
    for piece in pieces[1:]:
        name, equals, value = piece.partition("=")
        if name.strip():
            parameters.append((name.strip(), _unquoted(value.strip()) if equals else None))
    content_type = ContentType(mime_type, tuple(parameters))
    if content_type.charset:
        require_charset(content_type.charset)
    return content_type


def require_charset(name: str) -> str:
    """The charset's name if Java would know it; else the connector's (retried) error, whose message is that name."""
    info: codecs.CodecInfo | None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        info = None
    if info is None or not getattr(info, "_is_text_encoding", True):
        raise ConnectorError(name)
    return info.name


def encode_text(text: str, charset: str) -> bytes:
    """`String.getBytes`: what the charset lacks becomes `?`; UTF-16 begins with a big-endian mark."""
    name = codecs.lookup(charset).name
    if name == "utf-16":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be", "replace")
    if name == "utf-32":
        return text.encode("utf-32-be", "replace")
    return text.encode(name, "replace")


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        return _QUOTED_PAIR.sub(r"\1", value[1:].removesuffix('"'))
    return value


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r'[ ;,:@()<>\\"/\[\]?={}\t]', value) else value
