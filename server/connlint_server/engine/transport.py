"""One exchange over one connection: the request's bytes exactly as the connector writes them, the response by h11.

httpcore's network backend opens, encrypts, reads and closes; we write the request ourselves because h11 (and httpx above it)
refuses or changes what the connector sends: values with blanks at their ends, raw non-ASCII targets, odd header names.
Nothing here logs, and the backend does not either.
"""

from __future__ import annotations

import os
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connlint_server.engine.decoding import Decoder, SizeLimit
from connlint_server.engine.errors import (
    ConnectionDroppedError,
    ConnectorError,
    EngineError,
    connection_failed,
    protocol_error,
    tls_failed,
)
from connlint_server.engine.errors import timed_out as timeout_error
from connlint_server.engine.headers import USER_AGENT, header_line
from connlint_server.engine.reading import ResponseReader
from connlint_server.engine.request import CONNECT_TIMEOUT, PreparedRequest
from connlint_server.engine.resolver import addresses_of
from connlint_server.engine.trace import Exchange, Purpose, Timing

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    import h11
    from httpcore import AsyncNetworkStream

    from connlint_server.engine.policy import Policy
    from connlint_server.engine.proxy import Proxy, ProxySettings


@dataclass(frozen=True, slots=True, repr=False)
class RawResponse:
    """A response. `body` is decoded; `None` where the status admits none (204, 304, 1xx)."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    def header(self, lower_name: str) -> str | None:
        return next((value for name, value in self.headers if name.lower() == lower_name), None)


@dataclass(frozen=True, slots=True)
class Route:
    """How a request gets to its server, and the limits on what comes back.

    `read_timeout`: seconds for each read, `None` without end. `max_body`: bytes, both as received and decoded;
    `spent`: what the responses that led to this request took of it.
    """

    read_timeout: float | None
    tls: Callable[[], ssl.SSLContext]
    proxies: ProxySettings
    policy: Policy | None
    max_body: int
    purpose: Purpose = Purpose.REQUEST
    spent: int = 0


class _Progress:
    """What is known of an exchange so far, for its trace."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.response: h11.Response | None = None
        self.body = b""
        self.received = 0
        self._last = time.perf_counter()

    def done(self, part: str) -> None:
        now = time.perf_counter()
        self.times[part] = self.times.get(part, 0.0) + now - self._last
        self._last = now


async def exchange(
    request: PreparedRequest,
    route: Route,
    record: Callable[[Exchange], None],
    needs_body: Callable[[RawResponse], bool] = lambda _: True,
) -> RawResponse:
    """Send the request and read the response; `record` gets the exchange however it ends.

    `needs_body`: asked with the head of the response; without need the connection is closed and the body is empty.
    Raises `ConnectorError` (`ConnectionDroppedError` where a repetition can help), `PolicyError`, `LimitError`.
    """
    uri = request.uri
    proxy = route.proxies.proxy_for(uri.scheme or "", (uri.host or "").strip("[]"))
    is_plain_proxy = proxy is not None and uri.scheme == "http"
    extra = (
        (("Proxy-Authorization", proxy.authorization),)
        if is_plain_proxy and proxy is not None and proxy.authorization
        else ()
    )
    head = request.head(absolute=is_plain_proxy, extra=extra)
    content = request.content()
    progress = _Progress()
    failure: str | None = "cancelled"
    try:
        async with _connected(request, route, proxy, progress) as stream:
            await _write(stream, head + content)
            progress.done("send")
            response = await _read(stream, request.method, route, progress, needs_body)
        failure = None
        return response
    except EngineError as error:
        failure = _failure(error)
        raise
    finally:
        received = progress.response
        record(
            Exchange(
                purpose=route.purpose,
                method=request.method,
                url=str(uri),
                head=head,
                content=request.body.content if request.body is not None else b"",
                timing=Timing(**progress.times),
                status=received.status_code if received else None,
                reason=_latin(received.reason) if received else None,
                response_headers=_headers(received) if received else (),
                response_body=progress.body,
                received=progress.received,
                decoded=len(progress.body),
                failure=failure,
                through_proxy=f"{proxy.scheme}://{proxy.host}:{proxy.port}" if proxy else None,
            )
        )


@asynccontextmanager
async def _connected(
    request: PreparedRequest, route: Route, proxy: Proxy | None, progress: _Progress
) -> AsyncIterator[AsyncNetworkStream]:
    """A stream to the server, through the proxy and encrypted where that is asked for; always closed at the end."""
    uri = request.uri
    host, port = (uri.host or "").strip("[]"), uri.effective_port
    if route.policy is not None:
        route.policy.check(uri)
    # The context is made first: unusable certificates fail the job before anything is sent.
    context = route.tls() if uri.scheme == "https" else None
    if proxy is not None:
        stream = await _connect(await addresses_of(proxy.host, proxy.port), proxy.port)
    else:
        addresses = await addresses_of(host, port)
        if route.policy is not None:
            _check_addresses(host, addresses, route.policy)
        # The very addresses that were checked are connected to: no name is resolved twice.
        stream = await _connect(addresses, port)
    progress.done("connect")
    try:
        if proxy is not None and proxy.scheme == "https":
            from connlint_server.engine.tls import tls_context

            stream = await _encrypt(stream, tls_context(None), proxy.host)
        if proxy is not None and context is not None:
            await _open_tunnel(stream, f"{uri.host}:{port}", proxy, route)
            progress.done("connect")
        if context is not None:
            stream = await _encrypt(stream, context, host)
            progress.done("tls")
        yield stream
    finally:
        await stream.aclose()


def _check_addresses(host: str, addresses: tuple[str, ...], policy: Policy) -> None:
    import ipaddress

    policy.check_addresses(host, [ipaddress.ip_address(text.partition("%")[0]) for text in addresses])


async def _connect(hosts: tuple[str, ...], port: int) -> AsyncNetworkStream:
    import httpcore

    backend = httpcore.AnyIOBackend()
    failure: ConnectorError = timeout_error()
    for host in hosts:
        try:
            return await backend.connect_tcp(host, port, timeout=CONNECT_TIMEOUT)
        except httpcore.ConnectTimeout:
            failure = timeout_error()
        except (httpcore.ConnectError, OSError, UnicodeError, ValueError) as error:
            failure = connection_failed(_what_the_system_says(error))
    raise failure


def _what_the_system_says(error: BaseException) -> str:
    """Such as "connection refused": the libraries wrap it, and say less."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno is not None:
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__ or cause.__context__
    return "no connection could be made"


async def _encrypt(stream: AsyncNetworkStream, context: ssl.SSLContext, host: str) -> AsyncNetworkStream:
    import httpcore

    from connlint_server.engine.tls import failure_detail

    failure: ConnectorError
    try:
        return await stream.start_tls(context, server_hostname=host, timeout=CONNECT_TIMEOUT)
    except httpcore.ConnectTimeout:
        failure = timeout_error()
    except (httpcore.ConnectError, OSError, ValueError) as error:
        failure = tls_failed(failure_detail(error) or "Remote host terminated the handshake")
    raise failure


async def _open_tunnel(stream: AsyncNetworkStream, authority: str, proxy: Proxy, route: Route) -> None:
    lines = [header_line("Host", authority), header_line("User-Agent", USER_AGENT)]
    if proxy.authorization:
        lines.append(header_line("Proxy-Authorization", proxy.authorization))
    await _write(stream, f"CONNECT {authority} HTTP/1.1\r\n".encode("ascii", "replace") + b"".join(lines) + b"\r\n")
    reader = ResponseReader(stream, "CONNECT", route.read_timeout)
    response = await reader.response()
    if response.status_code // 100 != 2:
        raise protocol_error()


async def _write(stream: AsyncNetworkStream, data: bytes) -> None:
    import httpcore

    try:
        await stream.write(data)
        return
    except (httpcore.WriteError, OSError):
        pass
    raise ConnectionDroppedError("the connection was closed while the request was sent")


async def _read(
    stream: AsyncNetworkStream,
    method: str,
    route: Route,
    progress: _Progress,
    needs_body: Callable[[RawResponse], bool],
) -> RawResponse:
    reader = ResponseReader(stream, method, route.read_timeout)
    response = await reader.response()
    progress.response = response
    progress.done("wait")
    status, reason, headers = response.status_code, _latin(response.reason), _headers(response)
    if status < 200 or status in {204, 304}:
        return RawResponse(status, reason, headers, None)
    head = RawResponse(status, reason, headers, b"")
    if not needs_body(head):
        return head
    received = SizeLimit(route.max_body, "response", route.spent)
    decoded = SizeLimit(route.max_body, "decoded response", route.spent)
    decoder = Decoder(head.header("content-encoding"), decoded)
    content = bytearray()
    try:
        async for data in reader.body():
            received.add(len(data))
            content += decoder.feed(data)
        decoder.finish()
    finally:
        progress.body = bytes(content)
        progress.received = received.count
        progress.done("receive")
    return RawResponse(status, reason, headers, progress.body)


def _failure(error: EngineError) -> str:
    """What an exchange says of its failure."""
    if not isinstance(error, ConnectorError):
        return str(error)
    return f"{error.message} ({error.why})" if error.why else error.message


def _headers(response: h11.Response) -> tuple[tuple[str, str], ...]:
    return tuple((_latin(name), _latin(value)) for name, value in response.headers.raw_items())


def _latin(data: bytes) -> str:
    return bytes(data).decode("iso-8859-1")
