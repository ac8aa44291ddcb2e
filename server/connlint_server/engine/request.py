"""The prepared request: everything that is known before a connection is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connlint_server.engine.body import BODY_METHODS, Body, body_of
from connlint_server.engine.credentials import Credentials, TokenCall, credentials_of
from connlint_server.engine.errors import ConnectorError, protocol_error
from connlint_server.engine.headers import Header, framed_headers, header_line, latin_bytes, request_headers
from connlint_server.engine.url import add_parameters, request_uri, require_host

if TYPE_CHECKING:
    from collections.abc import Generator

    from connlint_server.engine.binding import ConnectorInput
    from connlint_server.engine.java_uri import Uri

DEFAULT_TIMEOUT = 20
# Run time: connectionTimeoutInSeconds does not bound the connecting; the client's own limit does.
CONNECT_TIMEOUT = 180.0


@dataclass(frozen=True, slots=True, repr=False)
class PreparedRequest:
    """A request that can be sent, shown or turned into a command. Holds raw secrets: its repr shows none of it."""

    method: str
    uri: Uri
    headers: tuple[Header, ...]
    body: Body | None

    @property
    def repeatable(self) -> bool:
        """Whether the client may send it again (retry, redirect): not with a streamed body."""
        return self.body is None or not self.body.chunked

    def header(self, lower_name: str) -> str | None:
        return next((value for name, value in self.headers if name.lower() == lower_name), None)

    def with_headers(self, *headers: Header) -> PreparedRequest:
        return replace(self, headers=self.headers + headers)

    def all_headers(self) -> tuple[Header, ...]:
        """With those that the client adds; raises the protocol error for a length or coding set by hand."""
        return framed_headers(self.headers, self.body, self.uri.authority)

    def head(self, *, absolute: bool = False, extra: tuple[Header, ...] = ()) -> bytes:
        """Request line and headers as bytes. `absolute`: the whole address as target (for a plain proxy)."""
        if self.uri.user_info is not None:
            # Run time: the client refuses an address with user info.
            raise protocol_error()
        target = f"{self.uri.scheme}://{self.uri.authority}{self.uri.target}" if absolute else self.uri.target
        lines = [header_line(name, value) for name, value in (*self.all_headers(), *extra)]
        return latin_bytes(f"{self.method} {target} HTTP/1.1") + b"\r\n" + b"".join(lines) + b"\r\n"

    def content(self) -> bytes:
        """The body as it goes over the wire, chunk framing included."""
        if self.body is None:
            return b""
        if not self.body.chunked:
            return self.body.content
        size = 8192
        pieces = [self.body.content[start : start + size] for start in range(0, len(self.body.content), size)]
        return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def prepare(job: ConnectorInput) -> Generator[TokenCall, str, PreparedRequest]:
    """Build the request of a validated job in the connector's order: body, address, authentication, headers, query.

    A generator: it yields a `TokenCall` where an OAuth token is needed and is sent the token.
    """
    method, url = job.method or "", job.url or ""
    body = body_of(method, job.body, job.headers, ignore_null_values=job.ignore_null_values)
    uri = request_uri(url, skip_encoding=job.skip_encoding)
    credentials = yield from credentials_of(job.authentication)
    return assemble(job, body, uri, credentials)


def assemble(job: ConnectorInput, body: Body | None, uri: Uri, credentials: Credentials) -> PreparedRequest:
    """The last part of `prepare`, with the credentials known; also checks what the client checks before it connects."""
    method = job.method or ""
    has_json_default = method in BODY_METHODS and job.body is not None
    headers = request_headers(job.headers, credentials, has_json_default=has_json_default)
    parameters = [*credentials.query, *(job.query_parameters or {}).items()]
    uri = require_host(add_parameters(uri, parameters), job.url or "")
    if uri.port is not None and uri.port > 65535:
        raise ConnectorError(
            f"Port number(Use -1 to specify the scheme default port): {uri.port} is out of range [-1, 65535]"
        )
    return PreparedRequest(method, uri, headers, body)


def read_timeout_of(job: ConnectorInput) -> float | None:
    """Seconds that each read may take, `None` without end. Raises the connector's error for negative timeouts."""
    connection = DEFAULT_TIMEOUT if job.connection_timeout is None else job.connection_timeout
    read = connection if job.read_timeout is None else job.read_timeout
    for seconds in (connection, read):
        if seconds < 0:
            raise ConnectorError(f"duration must not be negative: {seconds}")
    return float(read) if read else None
