"""A server that answers from a script and keeps every byte it is sent; nothing in it knows HTTP but the framing of requests.

async with RawServer([answer(200, body="{}")]) as server:
    ... server.base, server.requests, server.open_connections
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

PATIENCE = 60.0
"""Seconds after which something hangs, however busy the machine is."""

REASONS = {200: "OK", 204: "No Content", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Too Many Requests"}


@dataclass
class Answer:
    """What is sent for one request: bytes (with waits before and between them), then open or closed."""

    pieces: list[bytes]
    delay: float = 0.0
    pause: float = 0.0
    close: bool = False
    reset: bool = False
    endless: bytes = b""


def answer(
    status: int = 200,
    body: bytes | str = b"",
    headers: list[tuple[str, str]] | None = None,
    *,
    reason: str | None = "",
    length: bool = True,
    **options,
) -> Answer:
    """A response with a Content-Length (unless the status admits no body or `length` is false: then it closes)."""
    content = body.encode() if isinstance(body, str) else body
    reason = REASONS.get(status, "Odd") if reason == "" else reason
    lines = [f"HTTP/1.1 {status} {reason}" if reason is not None else f"HTTP/1.1 {status}"]
    lines += [f"{name}: {value}" for name, value in headers or []]
    has_body = status not in {204, 304}
    if has_body and length:
        lines.append(f"Content-Length: {len(content)}")
    if has_body and not length:
        options.setdefault("close", True)
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("iso-8859-1")
    return Answer([head + (content if has_body else b"")], **options)


def json_answer(text: str, status: int = 200, **options) -> Answer:
    return answer(status, text, [("Content-Type", "application/json")], **options)


DROP = Answer([], close=True)


@dataclass
class Request:
    """A request as it arrived."""

    head: bytes
    body: bytes
    raw: bytes = field(repr=False)

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n")[0].decode("iso-8859-1")

    @property
    def method(self) -> str:
        return self.line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.line.split(" ", 1)[1].rpartition(" ")[0]

    @property
    def headers(self) -> list[tuple[str, str]]:
        pairs = (line.decode("iso-8859-1").partition(":") for line in self.head.split(b"\r\n")[1:])
        # One blank follows the colon; every further one belongs to the value.
        return [(name, value.removeprefix(" ")) for name, _, value in pairs]

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


class RawServer:
    """Answers connections on 127.0.0.1 in the order in which requests arrive."""

    def __init__(
        self,
        answers: list[Answer] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        respond: Callable[[Request], Awaitable[Answer] | Answer] | None = None,
    ) -> None:
        self.answers = list(answers or [])
        self.requests: list[Request] = []
        self.open_connections = 0
        self.connections = 0
        self._tls = tls
        self._respond = respond
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> RawServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls, limit=4 * 1024 * 1024)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def base(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}"

    @property
    def alt(self) -> str:
        """The same server under another name."""
        return self.base.replace("localhost", "127.0.0.1")

    async def until_closed(self) -> None:
        """Wait until the client has closed every connection (a minute at most)."""
        async with asyncio.timeout(PATIENCE):
            while self.open_connections:
                await asyncio.sleep(0.005)

    async def until_requested(self, count: int = 1) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.requests) < count:
                await asyncio.sleep(0.005)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.open_connections += 1
        self.connections += 1
        try:
            while (request := await read_request(reader)) is not None:
                self.requests.append(request)
                if not await self._send(await self._answer(request), reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            self.open_connections -= 1
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, request: Request) -> Answer:
        if self._respond is not None:
            given = self._respond(request)
            return given if isinstance(given, Answer) else await given
        return self.answers.pop(0) if self.answers else DROP

    async def _send(self, given: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Send the answer; says whether the connection stays open."""
        await self._wait(given.delay, reader)
        for index, piece in enumerate(given.pieces):
            if index:
                await self._wait(given.pause, reader)
            writer.write(piece)
            await writer.drain()
        while given.endless:
            writer.write(given.endless)
            await writer.drain()
        if given.reset:
            # Without lingering the closing is a reset.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return not (given.close or given.reset)

    @staticmethod
    async def _wait(seconds: float, reader: asyncio.StreamReader) -> None:
        """Wait, but no longer than the client stays."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            await asyncio.sleep(min(0.01, seconds))
            if reader.at_eof():
                raise ConnectionError


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of 127.0.0.1 that refuses connections: nobody listens there, and nobody else can take it meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request on a connection, `None` at its end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    request = Request(head[:-4], b"", head)
    raw = head
    body = b""
    if any(value.strip().lower() == "chunked" for value in request.values("Transfer-Encoding")):
        while True:
            line = await reader.readline()
            size = int(line, 16)
            chunk = await reader.readexactly(size + 2)
            raw += line + chunk
            if not size:
                break
            body += chunk[:-2]
    elif lengths := request.values("Content-Length"):
        body = await reader.readexactly(int(lengths[0]))
        raw += body
    return Request(request.head, body, raw)
