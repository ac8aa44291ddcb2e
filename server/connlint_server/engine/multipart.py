"""Multipart bodies as Apache's builder writes them in its legacy mode."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint_server.engine.content_type import encode_text
from connlint_server.engine.documents import OCTET_STREAM, Document
from connlint_server.engine.java_text import java_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LATIN = "iso-8859-1"


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One part: its name, content, and for a document the file name and type that stand in its headers."""

    name: str
    content: bytes
    file_name: str | None = None
    content_type: str | None = None


def new_boundary() -> str:
    """A boundary in the form of Apache's client."""
    return f"httpclient_boundary_{uuid.uuid4()}"


def parts_of(body: Mapping[str, Any]) -> Iterator[Part]:
    """A part for every entry that is not null; a list gives one for each of its elements.

    Run time: texts are Latin-1, but those in a list UTF-8; everything else than documents and lists is Java text.
    """
    for name, value in body.items():
        if isinstance(value, Document):
            yield _file_part(name, value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Document):
                    yield _file_part(name, item)
                else:
                    yield Part(name, encode_text(java_text(item), "utf-8"))
        elif value is not None:
            yield Part(name, encode_text(java_text(value), _LATIN))


def encode_parts(parts: list[Part], boundary: str) -> bytes:
    """The body: a file's part has a Content-Type, a text's part only its disposition."""
    pieces: list[bytes] = []
    for part in parts:
        disposition = f'Content-Disposition: form-data; name="{_escaped(part.name)}"'
        if part.file_name is not None:
            disposition += f'; filename="{_escaped(part.file_name)}"\r\nContent-Type: {part.content_type}'
        pieces += [encode_text(f"--{boundary}\r\n{disposition}\r\n\r\n", _LATIN), part.content, b"\r\n"]
    return b"".join(pieces) + encode_text(f"--{boundary}--\r\n", _LATIN)


def _file_part(name: str, document: Document) -> Part:
    return Part(name, document.bytes(), document.file_name, _checked_type(document.content_type))


def _checked_type(declared: str | None) -> str:
    """Run time: a type with a quote, comma or semicolon (so with any parameter) is replaced by the binary type."""
    if declared is None or not declared.strip() or any(character in declared for character in '",;'):
        return OCTET_STREAM
    return declared.lower()


def _escaped(text: str) -> str:
    return "".join("\\" + character if character in '"\\\r' else character for character in text)
