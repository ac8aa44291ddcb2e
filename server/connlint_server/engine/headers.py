"""The request's headers in the order of the wire, and their bytes as Apache writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connlint_server.engine.body import MULTIPART, Body
from connlint_server.engine.errors import ConnectorError, protocol_error
from connlint_server.engine.java_text import hash_map_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from connlint_server.engine.credentials import Credentials

Header = tuple[str, str]

ACCEPT_ENCODING = "gzip, deflate, x-gzip"
# The very client that the connector uses, so that a server which looks at it answers alike.
USER_AGENT = "Apache-HttpClient/5.6.3 (Java/21)"
_BLANKED = {"\r", "\n", "\f", "\v"}
_NULL_CONTENT_TYPE = (
    'Cannot invoke "String.contains(java.lang.CharSequence)" because the return value of '
    '"java.util.Map$Entry.getValue()" is null'
)


def request_headers(
    headers: Mapping[str, str | None] | None, credentials: Credentials, *, has_json_default: bool
) -> tuple[Header, ...]:
    """Credentials, the default Content-Type, then the user's headers in the order of a Java `HashMap`.

    `has_json_default`: the request has a body value and its method takes one. Both Authorization headers stay where the
    user gives one beside an authentication. A null is sent as an empty value, but removes a header spelled `Content-Type`.
    """
    given = headers or {}
    names = [name for name in hash_map_order(given) if not (name == "Content-Type" and given[name] is None)]
    result = list(credentials.headers)
    if has_json_default and not has_header(names, "content-type"):
        result.append(("Content-Type", "application/json"))
    for name in names:
        value = given[name]
        if name.lower() == "content-type":
            if value is None:
                raise ConnectorError(_NULL_CONTENT_TYPE)
            if MULTIPART in value and "boundary" not in value:
                # The generated one, with its boundary, takes its place.
                continue
        result.append((name, value or ""))
    return tuple(result)


def framed_headers(headers: tuple[Header, ...], body: Body | None, authority: str) -> tuple[Header, ...]:
    """The headers with those that the client adds: codings, length, implied type, host, connection, agent.

    Raises the connector's protocol error where the user already set a length or transfer coding.
    """
    names = [name for name, _ in headers]
    if has_header(names, "content-length") or has_header(names, "transfer-encoding"):
        raise protocol_error()
    added: list[Header] = [("Accept-Encoding", ACCEPT_ENCODING)]
    if body is not None:
        added.append(("Transfer-Encoding", "chunked") if body.chunked else ("Content-Length", str(len(body.content))))
        if body.implied_type:
            added.append(("Content-Type", body.implied_type))
    added += [("Host", authority), ("Connection", "keep-alive"), ("User-Agent", USER_AGENT)]
    return headers + tuple(header for header in added if not has_header(names, header[0].lower()))


def has_header(names: Iterable[str], lower_name: str) -> bool:
    return any(name.lower() == lower_name for name in names)


def header_line(name: str, value: str) -> bytes:
    """`name: value` as bytes: line breaks in the value become blanks, so that no header can be smuggled in."""
    return latin_bytes(f"{name}: ") + latin_bytes("".join(" " if c in _BLANKED else c for c in value)) + b"\r\n"


def latin_bytes(text: str) -> bytes:
    """One byte a UTF-16 unit: printable Latin-1 and tabs as they are, everything else `?`."""
    return bytes(
        unit if 0x20 <= unit <= 0x7E or 0xA0 <= unit <= 0xFF or unit == 0x09 else 0x3F for unit in _units(text)
    )


def _units(text: str) -> Iterable[int]:
    raw = text.encode("utf-16-be", "surrogatepass")
    return (high << 8 | low for high, low in zip(raw[::2], raw[1::2], strict=True))
