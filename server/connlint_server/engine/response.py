"""Response -> the connector's result: headers, body by the version's rules, or the error of a status from 400."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from connlint_server.engine.documents import DocumentStore
from connlint_server.engine.errors import ConnectorError, LimitError, input_error
from connlint_server.engine.java_text import java_text
from connlint_server.engine.json_text import NotJsonError, read_json, read_json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connlint_server.engine.transport import RawResponse

CHOICES = ("DOCUMENT", "TEXT", "JSON")
INLINE_LIMIT = 1536 * 1024
MAX_TEXT = 8 * 1024 * 1024
"""Bytes of a body that is read as JSON or text. No limit of the run time's, but JSON takes twenty times its size in memory."""


@dataclass(frozen=True, slots=True)
class ReturnFormat:
    """How the body is given: `choice` is one of `CHOICES`; `encoding` counts for TEXT only."""

    choice: str
    encoding: str | None = None


def return_format_of(variables: Mapping[str, Any]) -> ReturnFormat | None:
    """The `documentReturnFormat` of the raw variables (no secrets there); `None`: the older versions' rules."""
    given = variables.get("documentReturnFormat")
    choice = given.get("choice") if isinstance(given, dict) else None
    if choice is None or isinstance(choice, (dict, list)) or not java_text(choice).strip():
        return None
    if choice not in CHOICES:
        raise input_error(f"documentReturnFormat.choice must be one of DOCUMENT, TEXT, JSON. Got: {java_text(choice)}")
    encoding = given.get("encoding") if isinstance(given, dict) else None
    return ReturnFormat(choice, encoding if isinstance(encoding, str) else None)


def result_of(
    response: RawResponse,
    *,
    return_format: ReturnFormat | None = None,
    store_response: bool = False,
    follow_redirects: bool = False,
    store: DocumentStore | None = None,
) -> dict[str, Any] | None:
    """The connector's result; raises its error for a status from 400 and for a body that the format does not admit."""
    if response.status >= 400:
        raise status_error(response)
    body: Any = None
    document: dict[str, Any] | None = None
    store = store if store is not None else DocumentStore()
    if return_format is not None:
        if return_format.choice == "DOCUMENT":
            document = _stored(response, store)
        else:
            body = _formatted(response.body or b"", return_format)
    elif response.body is None and 300 <= response.status < 400 and not follow_redirects:
        # Run time: a 304 has no entity, and then the whole result is null.
        return None
    elif store_response:
        document = _stored(response, store)
    else:
        body = plain_body(response.body)
    return {
        "status": response.status,
        "headers": grouped_headers(response.headers),
        "body": body,
        "reason": response.reason,
        "document": document,
    }


def grouped_headers(headers: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """By exact-case name: one value as text, several as a list, in order."""
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value.strip(" \t"))
    return {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}


def plain_body(content: bytes | None) -> Any:
    """Blank as null, an object or array parsed, anything else as text. Run time: UTF-8 whatever the header says."""
    _check_size(content or b"")
    text = (content or b"").decode("utf-8", "replace")
    if not text.strip():
        return None
    try:
        value = read_json(text)
    except NotJsonError:
        return text
    return value if isinstance(value, (dict, list)) else text


def status_error(response: RawResponse) -> ConnectorError:
    """The error for a status from 400: the status as code, the reason as message, headers and body as variables."""
    body: Any = None
    if response.body is not None:
        _check_size(response.body)
        body = response.body.decode("utf-8", "replace")
        parsed = plain_body(response.body)
        if isinstance(parsed, list):
            # Run time: read as an object, so a list of one object counts as it and any other list is lost.
            parsed = parsed[0] if len(parsed) == 1 and isinstance(parsed[0], dict) else None
            body = parsed
        elif isinstance(parsed, dict):
            body = parsed
    variables = {"response": {"headers": grouped_headers(response.headers), "body": body}}
    return ConnectorError(response.reason, code=str(response.status), variables=variables)


def _check_size(content: bytes) -> None:
    if len(content) > MAX_TEXT:
        raise LimitError(
            f"the response is a text of {len(content)} bytes; more than {MAX_TEXT} are not read (as a document they are kept)"
        )


def _formatted(content: bytes, return_format: ReturnFormat) -> Any:
    label = "JSON" if return_format.choice == "JSON" else "Text"
    encoding = _encoding(return_format) if label == "Text" else ""
    if len(content) > INLINE_LIMIT:
        raise ConnectorError(
            f"{label} response payload exceeds the inline variable size limit of 1.5 MiB. Re-run with 'Document reference' "
            "as the response format so the payload is uploaded to the document store instead."
        )
    if label == "Text":
        return content.decode(encoding, "replace")
    if not content.strip():
        raise ConnectorError("JSON response format selected but payload was empty or could not be parsed.")
    value: Any = None
    readable = True
    try:
        value = read_json_bytes(content)
    except NotJsonError:
        readable = False
    if not readable:
        raise ConnectorError(
            "JSON response format selected but payload is not valid JSON: it does not begin with a value"
        )
    return value


def _encoding(return_format: ReturnFormat) -> str:
    from connlint_server.engine.content_type import require_charset

    name = (return_format.encoding or "").strip() or "utf-8"
    known: str | None
    try:
        known = require_charset(name)
    except ConnectorError:
        known = None
    if known is None:
        raise input_error(
            f"Unsupported charset '{return_format.encoding}' configured on documentReturnFormat.encoding. Use a valid IANA "
            "charset name (e.g. UTF-8, ISO-8859-1) or leave the field blank to default to UTF-8."
        )
    return known


def _stored(response: RawResponse, store: DocumentStore) -> dict[str, Any]:
    return store.put(response.body or b"", response.header("content-type"))
