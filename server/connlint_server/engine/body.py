"""The bytes of the request's body and the Content-Type that they imply."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connlint_server.engine.content_type import ContentType, encode_text, parse_content_type
from connlint_server.engine.documents import Document
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import write_json
from connlint_server.engine.multipart import encode_parts, new_boundary, parts_of
from connlint_server.engine.url import percent_encode

BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_EMPTY_TYPE = "text/plain; charset=UTF-8"
_FORM_SAFE = "-._~"


@dataclass(frozen=True, slots=True, repr=False)
class Body:
    """What is sent after the headers.

    `implied_type`: the Content-Type that is added where the request has none.
    `chunked`: sent in chunks without a length; such a body is not repeatable (no retry, no redirect).
    """

    content: bytes
    implied_type: str | None
    chunked: bool = False


def content_type_header(headers: Mapping[str, str | None] | None) -> str | None:
    """The value of the first header whose name is Content-Type in any case."""
    return next((value for name, value in (headers or {}).items() if name.lower() == "content-type"), None)


def body_of(
    method: str, body: Any, headers: Mapping[str, str | None] | None, *, ignore_null_values: bool = False
) -> Body | None:
    """The body for a bound `body` value; `None` for methods without one (the value is dropped there).

    Run time: a text is sent as it is whatever the content type; only objects become forms or parts.
    """
    if method not in BODY_METHODS:
        return None
    if body is None:
        return Body(b"", _EMPTY_TYPE)
    header = content_type_header(headers)
    content_type = None if header is None else parse_content_type(header)
    if isinstance(body, Mapping) and content_type is not None:
        kind = content_type.mime_type.lower()
        if kind == MULTIPART:
            return _multipart(body, content_type)
        if kind == FORM:
            return Body(form_text(body).encode("ascii"), f"{FORM}; charset=UTF-8")
    if isinstance(body, str):
        text = body
    else:
        hashed = isinstance(body, Mapping)
        value = _with_base64(body) if hashed else body
        text = write_json(value, drop_null_members=ignore_null_values, hashed=hashed)
    charset = (content_type.charset if content_type else None) or "utf-8"
    return Body(encode_text(text, charset), str(content_type) if content_type else _default_type(body))


def form_text(fields: Mapping[str, Any]) -> str:
    """`name=value` pairs: null gives the bare name, everything that is no text its Java text."""
    return "&".join(
        _form_encoded(name) if value is None else f"{_form_encoded(name)}={_form_encoded(java_text(value))}"
        for name, value in fields.items()
    )


def _form_encoded(text: str) -> str:
    return percent_encode(text, _FORM_SAFE, plus_for_blank=True)


def _default_type(body: Any) -> str:
    return _EMPTY_TYPE if isinstance(body, str) else "application/json; charset=UTF-8"


def _multipart(body: Mapping[str, Any], content_type: ContentType) -> Body:
    boundary = content_type.parameter("boundary") or new_boundary()
    parts = list(parts_of(body))
    implied = (
        f"{MULTIPART}; charset=ISO-8859-1; boundary={boundary}" if parts else f"multipart/mixed; boundary={boundary}"
    )
    has_documents = any(part.content_type is not None for part in parts)
    return Body(encode_parts(parts, boundary), implied, chunked=has_documents)


def _with_base64(value: Any) -> Any:
    """Documents at any depth as base64 text. Run time: only inside a body that is an object."""
    if isinstance(value, Document):
        return base64.b64encode(value.bytes()).decode("ascii")
    if isinstance(value, Mapping):
        return {name: _with_base64(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_base64(item) for item in value]
    return value
