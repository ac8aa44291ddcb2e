"""A run as a JSON value, in the shape that the language server's protocol and `connlint run --output-format json` share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from connlint.feel.temporal.civil import NANOS_PER_SECOND
from connlint.feel.temporal.java_duration import text_of
from connlint_server.engine.outcome import BpmnErrorThrown, Completed, JobFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connlint_server.engine.job_variables import ResolvedInput
    from connlint_server.engine.outcome import Outcome
    from connlint_server.engine.redaction import Redactor
    from connlint_server.engine.request import PreparedRequest
    from connlint_server.engine.trace import Exchange

SHOWN_BODY = 1024 * 1024
"""Characters of a body that are shown; what is longer is cut."""
_HEX_BYTES = 256
_DIGITS = 6


def inputs_value(inputs: Iterable[ResolvedInput]) -> list[dict[str, Any]]:
    return [{"target": each.target, "value": each.value, "from": each.origin} for each in inputs]


def exchange_value(exchange: Exchange) -> dict[str, Any]:
    """One exchange; the headers as they went over the wire."""
    timing = exchange.timing
    parts = {name: _seconds(getattr(timing, name)) for name in ("connect", "tls", "send", "wait", "receive", "total")}
    request_headers = _headers(exchange.head)
    return {
        "purpose": exchange.purpose.value,
        "method": exchange.method,
        "url": exchange.url,
        "requestHeaders": [list(header) for header in request_headers],
        "requestBody": body_value(exchange.content, _content_type(request_headers)),
        "status": exchange.status,
        "reason": exchange.reason,
        "responseHeaders": [list(header) for header in exchange.response_headers],
        "responseBody": body_value(exchange.response_body, _content_type(exchange.response_headers)),
        "timing": parts,
        "received": exchange.received,
        "decoded": exchange.decoded,
        "failure": exchange.failure,
        "followedBy": exchange.followed_by,
        "proxy": exchange.through_proxy,
    }


def prepared_value(request: PreparedRequest, redactor: Redactor) -> dict[str, Any]:
    """A request that was not sent, redacted."""
    headers = [(redactor.text(name), redactor.text(value)) for name, value in request.all_headers()]
    content = b"" if request.body is None else redactor.data(request.body.content)
    return {
        "method": request.method,
        "url": redactor.text(str(request.uri)),
        "headers": [list(header) for header in headers],
        "body": body_value(content, _content_type(headers)),
    }


def outcome_value(outcome: Outcome) -> dict[str, Any]:
    match outcome:
        case Completed():
            return {
                "kind": outcome.kind,
                "variables": outcome.variables,
                "ignored": outcome.ignored,
                "kept": list(outcome.kept),
            }
        case BpmnErrorThrown(catcher=catcher):
            caught = None if catcher is None else {**catcher.element._asdict(), "code": catcher.code}
            return {
                "kind": outcome.kind,
                "code": outcome.code,
                "message": outcome.message,
                "variables": outcome.variables,
                "caughtBy": caught,
            }
        case JobFailed():
            return {
                "kind": outcome.kind,
                "message": outcome.message,
                "code": outcome.code,
                "retries": outcome.retries,
                "backoff": duration_text_of(outcome.backoff),
                "variables": outcome.variables,
                "where": outcome.where,
                "text": outcome.text,
            }
        case Stopped():
            return {
                "kind": outcome.kind,
                "reason": outcome.reason,
                "message": outcome.message,
                "host": outcome.host,
            }


def duration_text_of(seconds: float) -> str | None:
    """An ISO-8601 duration, `None` for none at all."""
    return text_of(round(seconds * NANOS_PER_SECOND)) if seconds else None


def response_body(exchange: Exchange) -> tuple[bytes, str | None]:
    """The bytes of a response, and the charset in which they are a text; None where they are none."""
    content, content_type = exchange.response_body, _content_type(exchange.response_headers)
    return content, _charset(content_type) if _text(content, content_type) is not None else None


def body_value(content: bytes, content_type: str) -> dict[str, Any] | None:
    """A body for a person: pretty where it is JSON, the first bytes in hexadecimal where it is no text."""
    if not content:
        return None
    text = _text(content, content_type)
    if text is None:
        shown = content[:_HEX_BYTES].hex(" ")
        return {"language": "binary", "text": shown, "bytes": len(content), "truncated": len(content) > _HEX_BYTES}
    language, text = _pretty(text, content_type)
    return {
        "language": language,
        "text": text[:SHOWN_BODY],
        "bytes": len(content),
        "truncated": len(text) > SHOWN_BODY,
    }


def _text(content: bytes, content_type: str) -> str | None:
    try:
        text = content.decode(_charset(content_type))
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\x00" in text else text


def _pretty(text: str, content_type: str) -> tuple[str, str]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return "json", json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            return "text", text
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith(("/xml", "+xml")) or text.lstrip().startswith("<?xml"):
        return "xml", text
    return ("html", text) if kind == "text/html" else ("text", text)


def _charset(content_type: str) -> str:
    _, _, parameters = content_type.lower().partition("charset=")
    return parameters.partition(";")[0].strip(' "') or "utf-8"


def _headers(head: bytes) -> list[tuple[str, str]]:
    lines = head.decode("iso-8859-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return [(name, value.removeprefix(" ")) for name, _, value in pairs]


def _content_type(headers: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
